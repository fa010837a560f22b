import { Failure } from './failure.ts';

/**
 * Settles like `work`, unless `signal` aborts first: then it rejects as `timeout`. The work itself goes on, for its
 * other callers or because it can not be stopped. Where the signal has aborted already, no work is begun.
 *
 * @param reason what was waited for, for the log
 */
export function beforeAbort<T>(work: () => Promise<T>, signal: AbortSignal | undefined, reason: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new Failure('timeout', { upstream: { reason } }));
    if (signal?.aborted) return abort();
    signal?.addEventListener('abort', abort, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => signal?.removeEventListener('abort', abort));
  });
}
