import type { HttpHeaders, PipelineResponse, RetryStrategy } from '@azure/core-rest-pipeline';

/** A wait longer than this is told to the person instead of waited for. */
const longestWaitMs = 2_000;
const transientStatuses: readonly number[] = [408, 500, 502, 503, 504, 509];
const transientCodes: readonly string[] = [
  'ETIMEDOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'REQUEST_SEND_ERROR',
];

/** Waits as long as a 429 or 503 asks, but at least a second, if that is short; gives up on it otherwise. */
export function retryAfterStrategy(): RetryStrategy {
  return {
    name: 'retryAfter',
    retry({ response }) {
      const seconds = response && readRetryAfterSeconds(response);
      if (seconds === undefined || seconds * 1000 > longestWaitMs) return { skipStrategy: true };
      // Trying again at once counts against the caller.
      return { retryAfterInMs: Math.max(1_000, seconds * 1000) };
    },
  };
}

/** Retries resets, time-outs and 5xx after 200 and 400 ms with jitter; a 429 or a long `Retry-After` never. */
export function transientStrategy(random: () => number = Math.random): RetryStrategy {
  return {
    name: 'transient',
    retry({ response, responseError, retryCount }) {
      const status = response?.status;
      const transient =
        status === undefined
          ? transientCodes.includes(responseError?.code ?? '')
          : transientStatuses.includes(status) && readRetryAfterSeconds(response as PipelineResponse) === undefined;
      if (!transient) return { skipStrategy: true };
      return { retryAfterInMs: 200 * 2 ** retryCount * (0.5 + random() / 2) };
    },
  };
}

/** No limit of these APIs is counted over more than an hour. */
const longestNamedSeconds = 3_600;

/** The wait that a 429 or 503 asks for, in seconds; HTTP allows seconds or a date (RFC 9110, 10.2.3). */
export function readRetryAfterSeconds({ status, headers, bodyAsText }: PipelineResponse): number | undefined {
  if (status !== 429 && status !== 503) return undefined;
  const named = readRetryAfterHeader(headers);
  // Defender XDR says it in words, in the body: only the number is taken from them.
  const seconds =
    named ?? (status === 429 ? Number(/(\d{1,5}) sec/i.exec(bodyAsText ?? '')?.[1] ?? Number.NaN) : Number.NaN);
  return Number.isNaN(seconds) ? undefined : Math.min(longestNamedSeconds, seconds);
}

/** `Retry-After` in seconds, whatever the status. */
export function readRetryAfterHeader(headers: HttpHeaders): number | undefined {
  const value = headers.get('retry-after')?.trim() ?? '';
  return /^\d+$/.test(value) ? Number(value) : secondsUntil(value);
}

function secondsUntil(date: string): number | undefined {
  const milliseconds = /^[A-Z][a-z]{2},/.test(date) ? Date.parse(date) - Date.now() : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, Math.ceil(milliseconds / 1000));
}
