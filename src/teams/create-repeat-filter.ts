import { LRUCache } from 'lru-cache';

/** Tells whether something was seen before in a conversation, and remembers it from then on. */
export type RepeatFilter = (conversationId: string, key: string) => boolean;

/** Teams sends an activity again when it is not acknowledged in 15 s, and invokes after about as long. */
const rememberedMs = 10 * 60 * 1000;

/** Creates the filter of one process; it remembers at most 10,000 activities. */
export function createRepeatFilter(): RepeatFilter {
  const seen = new LRUCache<string, true>({ max: 10_000, ttl: rememberedMs });
  return (conversationId, key) => {
    const entry = JSON.stringify([conversationId, key]);
    if (seen.has(entry)) return true;
    seen.set(entry, true);
    return false;
  };
}
