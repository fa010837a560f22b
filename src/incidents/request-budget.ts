import { RateLimiterMemory, RateLimiterRes, RateLimiterUnion } from 'rate-limiter-flexible';
import { Failure } from './failure.ts';

/** The calls that the bot allows itself, so that it stays below the API's limits. */
export interface RequestBudget {
  /** Takes one call. @throws Failure `throttled`, with the seconds to wait, when none is left. */
  spend(): Promise<void>;
}

/** Creates the budget of one process. */
export function createRequestBudget({ perMinute, perHour }: { perMinute: number; perHour: number }): RequestBudget {
  const limiter = new RateLimiterUnion(
    new RateLimiterMemory({ keyPrefix: 'minute', points: perMinute, duration: 60 }),
    new RateLimiterMemory({ keyPrefix: 'hour', points: perHour, duration: 3600 }),
  );
  return {
    async spend() {
      try {
        await limiter.consume('api');
      } catch (refusal) {
        throw new Failure('throttled', {
          retryAfterSeconds: secondsToWait(refusal),
          upstream: { reason: 'own budget' },
        });
      }
    },
  };
}

/** The union rejects with the state of each limiter that refused. */
function secondsToWait(refusal: unknown): number {
  const states = Object.values((refusal ?? {}) as Record<string, unknown>);
  const waits = states.flatMap((state) => (state instanceof RateLimiterRes ? [state.msBeforeNext] : []));
  return Math.max(1, Math.ceil(Math.max(0, ...waits) / 1000));
}
