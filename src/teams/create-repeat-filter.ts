import { RateLimiterRes } from 'rate-limiter-flexible';
import type { SharedStore } from '../incidents/connect-redis.ts';
import { createLimiter } from '../incidents/create-limiter.ts';

/** Tells whether something was seen before in a conversation, and remembers it from then on. */
export type RepeatFilter = (conversationId: string, key: string) => Promise<boolean>;

/** Teams sends an activity again when it is not acknowledged in 15 s, and invokes after about as long. */
const rememberedSeconds = 10 * 60;

/** Creates the filter of one process, or of all replicas that share a store: one use of each key in ten minutes. */
export function createRepeatFilter(scope = '', store?: SharedStore): RepeatFilter {
  const limiter = createLimiter({ keyPrefix: `${scope}seen`, points: 1, duration: rememberedSeconds }, store);
  return async (conversationId, key) => {
    try {
      await limiter.consume(JSON.stringify([conversationId, key]));
      return false;
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return true;
      throw refusal;
    }
  };
}
