import { RateLimiterRes, RateLimiterUnion } from 'rate-limiter-flexible';
import type { SharedStore } from './connect-redis.ts';
import { createLimiter } from './create-limiter.ts';
import { Failure } from './failure.ts';

/** The calls that the bot allows itself, so that it stays below the API's limits. */
export interface RequestBudget {
  /** Takes one call. @throws Failure `throttled`, with the seconds to wait, when none is left. */
  spend(): Promise<void>;
}

/** Creates the budget of one process, or of all replicas that share a store. */
export function createRequestBudget(
  { perMinute, perHour }: { perMinute: number; perHour: number },
  scope = '',
  store?: SharedStore,
): RequestBudget {
  const limiter = new RateLimiterUnion(
    createLimiter({ keyPrefix: `${scope}minute`, points: perMinute, duration: 60 }, store),
    createLimiter({ keyPrefix: `${scope}hour`, points: perHour, duration: 3600 }, store),
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
