import { isRestError, type PipelineResponse } from '@azure/core-rest-pipeline';
import { z } from 'zod';
import { Failure, type FailureDetails } from '../failure.ts';
import { plainCode } from '../plain-code.ts';
import { readRetryAfterSeconds } from './retry-strategies.ts';
import { parseJson } from './wire.ts';

/** Said when a 429 names no time: the shortest window of the documented limits is a minute. */
const defaultRetrySeconds = 60;

/** Turns an answer other than 200 into the failure that a person is told. */
export function classifyResponse(response: PipelineResponse, role: string): Failure {
  const { code, notProvisioned } = readErrorBody(response.bodyAsText ?? '');
  const upstream = { status: response.status, ...(code !== '' && { code }) };
  const fail = (failure: Failure['code'], details: FailureDetails = {}) =>
    new Failure(failure, { ...details, upstream });

  switch (response.status) {
    case 400:
      return fail('invalid-id');
    case 401:
      return fail('bad-credential');
    case 402:
      return fail('not-provisioned');
    case 403:
      return notProvisioned ? fail('not-provisioned') : fail('missing-permission', { role });
    case 404:
      return fail('not-found');
    case 429:
      return fail('throttled', { retryAfterSeconds: readRetryAfterSeconds(response) ?? defaultRetrySeconds });
    default:
      return fail('unavailable');
  }
}

/**
 * Turns an error without an answer into a failure.
 *
 * @param outOfTime whether the look-up's own time had run out
 */
export function classifyError(error: unknown, outOfTime: boolean): Failure {
  const code = (isRestError(error) && plainCode(error.code)) || '';
  const upstream = { reason: error instanceof Error ? error.name : 'unknown', ...(code !== '' && { code }) };
  if (outOfTime || code === 'ETIMEDOUT') return new Failure('timeout', { upstream }, error);
  return new Failure('unavailable', { upstream }, error);
}

/** Codes of MSAL and OAuth that say that the login is out of reach, not that the credential is wrong. */
const loginTrouble: readonly string[] = [
  'endpoints_resolution_error',
  'network_error',
  'no_network_connectivity',
  'post_request_failed',
  'get_request_failed',
  'request_timeout',
  'temporarily_unavailable',
  'server_error',
];

/**
 * Turns an error of @azure/identity into a failure. MSAL's code is in the cause; where @azure/identity drops the
 * cause (a login that is not there), the code is what its message starts with.
 */
export function classifyTokenError(error: unknown): Failure {
  const { name, message, cause } = error instanceof Error ? error : new TypeError(typeof error);
  const { errorCode } = (cause ?? {}) as { errorCode?: unknown };
  const code = plainCode(errorCode) ?? /^(\w{1,60}):/.exec(message)?.[1] ?? '';
  const upstream = { reason: name, ...(code !== '' && { code }) };
  return new Failure(loginTrouble.includes(code) ? 'unavailable' : 'bad-credential', { upstream }, error);
}

const errorBody = z.object({ error: z.object({ code: z.string().catch(''), message: z.string().catch('') }) });

/**
 * Looks at a message's text, against the rule of the house: a tenant without Defender XDR is told apart from a missing
 * role by nothing else ("Unauthorized request - Account is not provisioned."; Defender: code `DisabledFeature`).
 */
function readErrorBody(body: string): { code: string; notProvisioned: boolean } {
  try {
    const { code, message } = errorBody.parse(parseJson(body)).error;
    const notProvisioned = code === 'DisabledFeature' || /not provisioned/i.test(message);
    return { code: plainCode(code) ?? '', notProvisioned };
  } catch {
    return { code: '', notProvisioned: false };
  }
}
