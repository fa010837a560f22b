import { LRUCache } from 'lru-cache';
import type { ListedIncidents } from './listed-incidents.ts';

/** Lists that somebody may still page through; each is found again by what was asked (`keyOf`) and its `fetchedAt`. */
export interface ShownLists {
  get(key: string, fetchedAt: number): ListedIncidents | undefined;
  /** @returns the list under the moment by which it is found again, which may be some milliseconds later */
  keep(key: string, list: ListedIncidents): ListedIncidents;
}

const kept = { max: 100, ttl: 10 * 60_000 };

/** Creates the memory of what is shown, empty. */
export function createShownLists(): ShownLists {
  const lists = new LRUCache<string, ListedIncidents>(kept);
  const get: ShownLists['get'] = (key, fetchedAt) => lists.get(`${key} ${fetchedAt}`);
  return {
    get,
    keep(key, list) {
      let { fetchedAt } = list;
      // Two lists of one moment, of which one has more pages, must not be taken for each other.
      const taken = () => {
        const other = get(key, fetchedAt);
        return other !== undefined && other.incidents !== list.incidents;
      };
      while (taken()) fetchedAt += 1;
      const own = { ...list, fetchedAt };
      lists.set(`${key} ${fetchedAt}`, own);
      return own;
    },
  };
}
