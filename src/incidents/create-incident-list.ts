import { createOlderIncidents } from './create-older-incidents.ts';
import { createRememberedLists, type RememberedListsDependencies } from './create-remembered-lists.ts';
import { createShownLists } from './create-shown-lists.ts';
import type { ListState } from './incident-source.ts';
import { keyOf, type ListedIncidents, type ListIncidents, type ListOptions } from './listed-incidents.ts';

/**
 * Creates the list over one source. What it remembers, and what for:
 *
 * - `create-list-fetch.ts`: what is being fetched, so that all who ask meanwhile share it;
 * - `create-remembered-lists.ts`: the last of each list and the last failure to get one, so that neither who asks
 *   again soon nor every keystroke is a call, and an earlier list can stand in;
 * - `create-joined-lists.ts`: a list joined with older incidents, so that it stays one list for all who ask, and the
 *   last for which nothing had failed, to stand in;
 * - `create-shown-lists.ts`: the lists on cards, so that page 2 goes on with what page 1 began.
 */
export function createIncidentList(dependencies: RememberedListsDependencies): ListIncidents {
  const listOne = createRememberedLists(dependencies);
  const addOlder = createOlderIncidents({ ...dependencies, listOne });
  const shown = createShownLists();

  /** The newest are the same for all who ask, and in most tenants they are all. */
  async function find(state: ListState, options: ListOptions): Promise<ListedIncidents> {
    const newest = await listOne({ state, conditions: {} }, options);
    const isEnough = newest.complete || (newest.cut === true && newest.staleBecause === undefined);
    return isEnough || options.whileTyping === true ? newest : await addOlder(newest, state, options);
  }

  return async (state, options) => {
    const key = keyOf({ state, conditions: options.conditions ?? {} });
    const again = options.asOf === undefined ? undefined : shown.get(key, options.asOf);
    return again ?? shown.keep(key, await find(state, options));
  };
}
