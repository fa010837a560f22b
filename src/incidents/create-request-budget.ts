import { RateLimiterRes } from 'rate-limiter-flexible';
import type { SharedStore } from './connect-redis.ts';
import { createLimiter } from './create-limiter.ts';
import { Failure } from './failure.ts';

/** The calls that the bot allows itself, so that it stays below the API's limits. */
export interface RequestBudget {
  /** Takes one call. @throws Failure `throttled`, with the seconds to wait, when none is left. */
  spend(): Promise<void>;
}

/** For an API without limits. */
export const unlimitedBudget: RequestBudget = Object.freeze({ spend: async () => {} });

/** Creates the budget of one process, or of all replicas that share a store. */
export function createRequestBudget(
  { perMinute, perHour }: { perMinute: number; perHour: number },
  scope = '',
  store?: SharedStore,
): RequestBudget {
  const minute = createLimiter({ keyPrefix: `${scope}minute`, points: perMinute, duration: 60 }, store);
  const hour = createLimiter({ keyPrefix: `${scope}hour`, points: perHour, duration: 3600 }, store);
  return {
    async spend() {
      try {
        // One after the other: a call that the minute refuses must not be counted against the hour.
        await minute.consume('api');
        await hour.consume('api');
      } catch (refusal) {
        throw new Failure('throttled', {
          retryAfterSeconds: secondsToWait(refusal),
          upstream: { reason: 'own budget' },
        });
      }
    },
  };
}

function secondsToWait(refusal: unknown): number {
  return refusal instanceof RateLimiterRes ? Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) : 60;
}
