import { LRUCache } from 'lru-cache';
import type { ListedState } from './incident-source.ts';
import type { ListedIncidents } from './listed-incidents.ts';

/** Lists that somebody may still page through; each is found again by its state and its `fetchedAt`. */
export interface ShownLists {
  get(state: ListedState, fetchedAt: number): ListedIncidents | undefined;
  /** @returns the list under the moment by which it is found again, which may be some milliseconds later */
  keep(state: ListedState, list: ListedIncidents): ListedIncidents;
}

const kept = { max: 20, ttl: 10 * 60_000 };

/** Creates the memory of what is shown, empty. */
export function createShownLists(): ShownLists {
  const lists = new LRUCache<string, ListedIncidents>(kept);
  const get: ShownLists['get'] = (state, fetchedAt) => lists.get(`${state} ${fetchedAt}`);
  return {
    get,
    keep(state, list) {
      let { fetchedAt } = list;
      // Two lists of one moment, of which one has more pages, must not be taken for each other.
      const taken = () => {
        const other = get(state, fetchedAt);
        return other !== undefined && other.incidents !== list.incidents;
      };
      while (taken()) fetchedAt += 1;
      const own = { ...list, fetchedAt };
      lists.set(`${state} ${fetchedAt}`, own);
      return own;
    },
  };
}
