import { createRememberedLists, type RememberedListsDependencies } from './create-remembered-lists.ts';
import { createShownLists } from './create-shown-lists.ts';
import type { ListedState } from './incident-source.ts';
import type { ListedIncidents, ListIncidents, ListOptions } from './listed-incidents.ts';

/**
 * Creates the list over one source. What it remembers, and what for:
 *
 * - `create-list-fetch.ts`: what is being fetched, so that all who ask meanwhile share it;
 * - `create-remembered-lists.ts`: the last list of a state and the last failure to get one, so that neither who asks
 *   again soon nor every keystroke is a call, and an earlier list can stand in;
 * - here: an open list joined with its high incidents, so that it stays one list for all who ask;
 * - `create-shown-lists.ts`: the lists on cards, so that page 2 goes on with what page 1 began.
 */
export function createIncidentList(dependencies: RememberedListsDependencies): ListIncidents {
  const { source } = dependencies;
  const listOne = createRememberedLists(dependencies);
  const shown = createShownLists();
  const joined = new WeakMap<ListedIncidents, { readonly high: ListedIncidents; readonly list: ListedIncidents }>();

  async function listWithHigh(state: ListedState, options: ListOptions): Promise<ListedIncidents> {
    const list = await listOne(state, options);
    // Where more is open than a list holds, a high incident must not be left out for being old.
    const rest = state === 'open' && !list.complete && list.cut !== true && source.listsBySeverity;
    if (!rest || options.whileTyping === true) return list;
    const high = await listOne('open-high', options).catch(() => undefined);
    // The list says already that it is not all.
    return high === undefined ? list : join(list, high);
  }

  function join(list: ListedIncidents, high: ListedIncidents): ListedIncidents {
    const earlier = joined.get(list);
    if (earlier?.high === high) return earlier.list;
    const incidents = new Map([...list.incidents, ...high.incidents].map((incident) => [incident.id, incident]));
    const both = { ...list, ...high, incidents: [...incidents.values()], complete: false };
    joined.set(list, { high, list: both });
    return both;
  }

  return async (state, options) => {
    const again = options.asOf === undefined ? undefined : shown.get(state, options.asOf);
    return again ?? shown.keep(state, await listWithHigh(state, options));
  };
}
