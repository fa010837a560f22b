import { type PipelinePolicy, RestError } from '@azure/core-rest-pipeline';

/**
 * Ends one attempt after `milliseconds`, body included, as a network time-out that the retry policy understands.
 * The pipeline's own `request.timeout` stops counting at the headers and ends in an error that is never retried.
 */
export function attemptTimeoutPolicy(milliseconds: number): PipelinePolicy {
  return {
    name: 'attemptTimeout',
    async sendRequest(request, next) {
      const outer = request.abortSignal;
      const attempt = new AbortController();
      const forward = () => attempt.abort();
      outer?.addEventListener('abort', forward);
      if (outer?.aborted) forward();
      let timedOut = false;
      const timer = setTimeout(() => {
        timedOut = true;
        attempt.abort();
      }, milliseconds);
      request.abortSignal = attempt.signal;
      try {
        return await next(request);
      } catch (error) {
        if (timedOut) throw new RestError('attempt timed out', { code: 'ETIMEDOUT', request });
        throw error;
      } finally {
        clearTimeout(timer);
        outer?.removeEventListener('abort', forward);
        if (outer === undefined) delete request.abortSignal;
        else request.abortSignal = outer;
      }
    },
  };
}
