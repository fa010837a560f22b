import { LRUCache } from 'lru-cache';
import type { ListOne } from './create-remembered-lists.ts';
import { toFailure } from './failure.ts';
import type { IncidentSource, ListState } from './incident-source.ts';
import { joinLists } from './join-lists.ts';
import { isUnconditional, keyOf, type ListedIncidents, type ListOptions } from './listed-incidents.ts';
import { type AskList, searchOlder } from './search-older.ts';

interface OlderIncidentsDependencies {
  readonly source: IncidentSource;
  readonly listOne: ListOne;
}

/** Adds to the newest incidents in a state what is wanted of the older ones, as far as it can be had. */
type AddOlder = (newest: ListedIncidents, state: ListState, options: ListOptions) => Promise<ListedIncidents>;

/** As many as are remembered by themselves. */
const joinedAtOnce = { max: 100 };

/** Creates what looks further where the newest incidents are not all. Its lists are remembered like all others. */
export function createOlderIncidents({ source, listOne }: OlderIncidentsDependencies): AddOlder {
  const joined = new LRUCache<string, { readonly parts: readonly ListedIncidents[]; readonly list: ListedIncidents }>(
    joinedAtOnce,
  );

  /** The same parts give the same list again, so that it stays one for all who ask. */
  function join(key: string, parts: readonly ListedIncidents[], complete: boolean): ListedIncidents {
    const earlier = joined.get(key);
    const isSame = earlier?.parts.length === parts.length && parts.every((part, n) => part === earlier.parts[n]);
    if (isSame && earlier.list.complete === complete) return earlier.list;
    const list = { ...joinLists(parts), complete };
    joined.set(key, { parts, list });
    return list;
  }

  return async (newest, state, options) => {
    const { conditions = {} } = options;
    // What is done has no urgency.
    if (state === 'resolved' && isUnconditional(conditions)) return newest;
    const parts = [newest];
    const ask: AskList = async (query) => {
      try {
        const list = await listOne({ state, ...query }, options);
        parts.push(list);
        // Where a page fails, no more is asked for.
        return list.cut === true || list.staleBecause !== undefined ? 'failed' : list;
      } catch (error) {
        return toFailure(error).details.upstream?.status === 400 ? 'refused' : 'failed';
      }
    };
    const api = { ask, picksSeverity: source.listsBySeverity, isUrgent: state === 'open' };
    const complete = await searchOlder(api, newest, conditions);
    return join(keyOf({ state, conditions }), parts, complete);
  };
}
