import { createJoinedLists } from './create-joined-lists.ts';
import type { ListOne } from './create-remembered-lists.ts';
import { toFailure } from './failure.ts';
import type { IncidentSource, ListState } from './incident-source.ts';
import { isUnconditional, keyOf, type ListedIncidents, type ListOptions } from './listed-incidents.ts';
import { type AskList, searchOlder } from './search-older.ts';

interface OlderIncidentsDependencies {
  readonly source: IncidentSource;
  readonly listOne: ListOne;
  readonly now: () => number;
}

/** Adds to the newest incidents in a state what is wanted of the older ones, as far as it can be had. */
type AddOlder = (newest: ListedIncidents, state: ListState, options: ListOptions) => Promise<ListedIncidents>;

/** Creates what looks further where the newest incidents are not all. Its lists are remembered like all others. */
export function createOlderIncidents({ source, listOne, now }: OlderIncidentsDependencies): AddOlder {
  const joined = createJoinedLists(now);

  return async (newest, state, options) => {
    const { conditions = {} } = options;
    // What is done has no urgency.
    if (state === 'resolved' && isUnconditional(conditions)) return newest;
    const key = keyOf({ state, conditions });
    if (newest.staleBecause !== undefined) return joined.standIn(key, newest);
    const parts = [newest];
    let isWanting = false;
    const ask: AskList = async (query) => {
      try {
        const list = await listOne({ state, ...query }, options);
        parts.push(list);
        isWanting ||= list.cut === true || list.staleBecause !== undefined;
        // Where a page fails, no more is asked for.
        return isWanting ? 'failed' : list;
      } catch (error) {
        if (toFailure(error).details.upstream?.status === 400) return 'refused';
        isWanting = true;
        return 'failed';
      }
    };
    const api = { ask, picksSeverity: source.listsBySeverity, isUrgent: state === 'open' };
    const complete = await searchOlder(api, newest, conditions);
    const list = joined.join(key, parts, complete);
    if (!isWanting) joined.keep(key);
    return list;
  };
}
