import { bearerTokenAuthenticationPolicy, type PipelinePolicy } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { beforeAbort } from '../before-abort.ts';
import { classifyTokenError } from './classify-failure.ts';

/**
 * The pipeline's own policy: caches the token, renews it early, answers a claims challenge, refuses plain http.
 * Around it: errors of the login become failures, and a login that hangs is left when the request is given up,
 * which @azure/identity does not do.
 */
export function tokenPolicy(credential: TokenCredential, scope: string): PipelinePolicy {
  const guarded: TokenCredential = {
    getToken(scopes, options) {
      const login = () =>
        credential.getToken(scopes, options).catch((error) => Promise.reject(classifyTokenError(error)));
      return beforeAbort(login, options?.abortSignal as AbortSignal | undefined, 'login');
    },
  };
  return bearerTokenAuthenticationPolicy({ credential: guarded, scopes: scope });
}

/** Offline mode's fixed token; only ever used with a loopback origin, which `loadConfig` has checked. */
export function offlinePolicy(): PipelinePolicy {
  return {
    name: 'offlineAuthentication',
    sendRequest(request, next) {
      request.headers.set('Authorization', 'Bearer offline');
      return next(request);
    },
  };
}
