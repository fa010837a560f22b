import type { SharedStore } from '../incidents/connect-redis.ts';
import { createLimiter } from '../incidents/create-limiter.ts';

/** The calls that one person's typing may cost, in this process or in all replicas that share a store. */
export interface SearchAllowance {
  /** Takes up to `most` calls, before any is made: two searches of one person may run at once. @returns how many */
  take(person: string, most: number): Promise<number>;
  /** Gives back what was taken and not made. */
  giveBack(person: string, calls: number): Promise<void>;
  /** How long until there are more. */
  waitMs(person: string): Promise<number>;
}

/** Calls of one person, in each half minute. */
export const allowedCalls = { points: 3, duration: 30 };

/** Creates the allowance, which counts in memory while the store is away. */
export function createSearchAllowance(scope = '', store?: SharedStore): SearchAllowance {
  const limiter = createLimiter({ keyPrefix: `${scope}search`, ...allowedCalls }, store);
  return {
    async take(person, most) {
      const left = (await limiter.get(person))?.remainingPoints ?? allowedCalls.points;
      const taken = Math.max(0, Math.min(left, most));
      if (taken > 0) await limiter.penalty(person, taken);
      return taken;
    },
    async giveBack(person, calls) {
      if (calls > 0) await limiter.reward(person, calls);
    },
    waitMs: async (person) => (await limiter.get(person))?.msBeforeNext ?? 1_000,
  };
}
