import { bearerTokenAuthenticationPolicy, type PipelinePolicy } from '@azure/core-rest-pipeline';
import type { AccessToken, TokenCredential } from '@azure/identity';
import { Failure } from '../failure.ts';
import { classifyTokenError } from './classify-failure.ts';

/**
 * The pipeline's own policy: caches the token, renews it early, answers a claims challenge, refuses plain http.
 * Around it: errors of the login become failures, and a login that hangs is left when the request is given up,
 * which @azure/identity does not do.
 */
export function tokenPolicy(credential: TokenCredential, scope: string): PipelinePolicy {
  const guarded: TokenCredential = {
    getToken: (scopes, options) =>
      beforeAbort(credential.getToken(scopes, options), options?.abortSignal as AbortSignal | undefined),
  };
  return bearerTokenAuthenticationPolicy({ credential: guarded, scopes: scope });
}

function beforeAbort(token: Promise<AccessToken | null>, signal?: AbortSignal): Promise<AccessToken | null> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new Failure('timeout', { upstream: { reason: 'login' } }));
    signal?.addEventListener('abort', abort, { once: true });
    token
      .then(resolve, (error) => reject(classifyTokenError(error)))
      .finally(() => signal?.removeEventListener('abort', abort));
  });
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
