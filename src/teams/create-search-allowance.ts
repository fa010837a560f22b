import { RateLimiterRes } from 'rate-limiter-flexible';
import type { SharedStore } from '../incidents/connect-redis.ts';
import { createLimiter } from '../incidents/create-limiter.ts';
import type { CallAllowance } from '../incidents/incident-source.ts';

/** What one search takes of its person's allowance: a call when it is about to be made, not before. */
interface SearchCalls extends CallAllowance {
  /** Whether it asked for a call that it did not get. */
  isUsedUp(): boolean;
  /** Its answer has left: from now on it gets no call, whatever still runs. */
  close(): void;
}

/** The calls that one person's typing may cost, in this process or in all replicas that share a store. */
export interface SearchAllowance {
  /** Begins a search, which gets up to `most` calls; several of one person may run at once. */
  open(person: string, most: number): SearchCalls;
  /** How long until there are more. */
  waitMs(person: string): Promise<number>;
}

/** Calls of one person, in each half minute. */
export const allowedCalls = { points: 3, duration: 30 };

/** Creates the allowance, which counts in memory while the store is away. */
export function createSearchAllowance(scope = '', store?: SharedStore): SearchAllowance {
  const limiter = createLimiter({ keyPrefix: `${scope}search`, ...allowedCalls }, store);

  async function consume(person: string): Promise<boolean> {
    try {
      await limiter.consume(person);
      return true;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      // What was refused is counted, too, and would stand against a call that is given back.
      await limiter.reward(person);
      return false;
    }
  }

  function open(person: string, most: number): SearchCalls {
    let left = most;
    let refused = false;
    let closed = false;

    async function take(): Promise<boolean> {
      if (closed || left === 0) return false;
      left -= 1;
      if (!(await consume(person))) return false;
      if (closed) await giveBack();
      return !closed;
    }

    async function giveBack(): Promise<void> {
      left += 1;
      await limiter.reward(person);
    }

    return {
      async take() {
        const taken = await take();
        refused ||= !taken;
        return taken;
      },
      giveBack,
      isUsedUp: () => refused,
      close() {
        closed = true;
      },
    };
  }

  return { open, waitMs: async (person) => (await limiter.get(person))?.msBeforeNext ?? 1_000 };
}
