import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { SharedStore } from './connect-redis.ts';

/** At most `points` in each `duration` of seconds, for each key. */
interface Limit {
  readonly keyPrefix: string;
  readonly points: number;
  readonly duration: number;
}

/** Creates a limiter for all replicas if there is a shared store, which counts in memory while that is away. */
export function createLimiter(limit: Limit, store: SharedStore | undefined): RateLimiterAbstract {
  const memory = new RateLimiterMemory(limit);
  if (store === undefined) return memory;
  const redis = { storeClient: store.client, useRedisPackage: true, rejectIfRedisNotReady: true };
  return new RateLimiterRedis({ ...limit, ...redis, insuranceLimiter: memory });
}
