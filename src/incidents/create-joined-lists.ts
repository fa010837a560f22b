import { LRUCache } from 'lru-cache';
import { keptMs } from './create-incident-cache.ts';
import { joinLists, overlap } from './join-lists.ts';
import type { ListedIncidents } from './listed-incidents.ts';

/** Lists of the newest incidents with the older ones that were looked for; each is known by what was asked (`keyOf`). */
export interface JoinedLists {
  /** Joins them. The same parts give the same list again, so that it stays one for all who ask. */
  join(key: string, parts: readonly ListedIncidents[], complete: boolean): ListedIncidents;
  /** Remembers what was joined last as one for which nothing had failed. */
  keep(key: string): void;
  /** For newest incidents that are not today's: with them what was kept, in whole, as old as its oldest part. */
  standIn(key: string, newest: ListedIncidents): ListedIncidents;
}

interface Joined {
  readonly parts: readonly ListedIncidents[];
  readonly list: ListedIncidents;
}

/** As many as are remembered by themselves. */
const joinedAtOnce = { max: 100 };

/** Creates the memory of joined lists, empty. */
export function createJoinedLists(now: () => number): JoinedLists {
  const joined = new LRUCache<string, Joined>(joinedAtOnce);
  const kept = new LRUCache<string, Joined>(joinedAtOnce);

  const join: JoinedLists['join'] = (key, parts, complete) => {
    const earlier = joined.get(key);
    const isSame = earlier?.parts.length === parts.length && parts.every((part, n) => isAs(part, earlier.parts[n]));
    if (isSame && earlier.list.complete === complete) return earlier.list;
    const list = { ...joinLists(parts), complete };
    joined.set(key, { parts, list });
    return list;
  };

  return {
    join,
    keep: (key) => kept.set(key, joined.get(key)),
    standIn(key, newest) {
      const told = kept.get(key);
      if (told === undefined || now() - told.list.fetchedAt >= keptMs) return newest;
      const { list, parts } = told;
      const whole =
        newest.incidents === parts[0]?.incidents
          ? list
          : join(key, [newest, ...parts], list.complete && overlap(newest, list));
      return { ...whole, ...(newest.staleBecause && { staleBecause: newest.staleBecause }) };
    },
  };
}

/** Whether it is the same list, also where it stands in again. */
function isAs(list: ListedIncidents, other: ListedIncidents | undefined): boolean {
  return list.incidents === other?.incidents && list.staleBecause?.code === other.staleBecause?.code;
}
