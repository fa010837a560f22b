import { RateLimiterRes } from 'rate-limiter-flexible';
import type { SharedStore } from '../incidents/connect-redis.ts';
import { createLimiter } from '../incidents/create-limiter.ts';

/** Remembers what was seen in a conversation. */
export interface RepeatFilter {
  /** Whether it was seen before; it is remembered from then on. */
  isRepeat(conversationId: string, key: string): Promise<boolean>;
  /** How long ago it was seen first, in milliseconds; undefined where it was not. */
  seenMsAgo(conversationId: string, key: string): Promise<number | undefined>;
  /** It counts as not seen, because nothing came of it. @returns whether it was; of several who ask, one is told so */
  forget(conversationId: string, key: string): Promise<boolean>;
}

/** Teams sends an activity again when it is not acknowledged in 15 s, and invokes after about as long. */
const rememberedSeconds = 10 * 60;

/** Creates the filter of one process, or of all replicas that share a store: one use of each key in ten minutes. */
export function createRepeatFilter(scope = '', store?: SharedStore): RepeatFilter {
  const limiter = createLimiter({ keyPrefix: `${scope}seen`, points: 1, duration: rememberedSeconds }, store);
  const entry = (conversationId: string, key: string) => JSON.stringify([conversationId, key]);
  return {
    async isRepeat(conversationId, key) {
      try {
        await limiter.consume(entry(conversationId, key));
        return false;
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return true;
        throw refusal;
      }
    },
    async seenMsAgo(conversationId, key) {
      const left = (await limiter.get(entry(conversationId, key)))?.msBeforeNext ?? 0;
      return left > 0 ? rememberedSeconds * 1_000 - left : undefined;
    },
    forget: (conversationId, key) => limiter.delete(entry(conversationId, key)),
  };
}
