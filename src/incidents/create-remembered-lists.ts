import { keptMs } from './create-incident-cache.ts';
import { createListFetch } from './create-list-fetch.ts';
import { type Failure, toFailure } from './failure.ts';
import type { IncidentSource, ListedState } from './incident-source.ts';
import type { ListedIncidents, ListIncidents, ListOptions } from './listed-incidents.ts';
import { orEarlier } from './or-earlier.ts';
import { noMoreCalls } from './sources/create-api-client.ts';

export interface RememberedListsDependencies {
  readonly source: IncidentSource;
  /** How long a list may be reused; 0: never. */
  readonly freshMs: number;
  readonly now: () => number;
}

const whileTypingMs = 60_000;

/**
 * Creates the list of each state by itself. It remembers the last list, to give it again while it is young and where
 * the API is down; and the last failure, so that not every keystroke tries again.
 */
export function createRememberedLists({ source, freshMs, now }: RememberedListsDependencies): ListIncidents {
  const known = new Map<ListedState, ListedIncidents>();
  const failed = new Map<ListedState, { readonly failure: Failure; readonly at: number }>();
  const fetchList = createListFetch({ source, now, keep: (state, list) => known.set(state, list) });

  async function fetchOrFail(state: ListedState, options: ListOptions): Promise<ListedIncidents> {
    const last = failed.get(state);
    if (options.whileTyping === true && last !== undefined && now() - last.at < whileTypingMs) throw last.failure;
    try {
      const list = await fetchList(state, options);
      failed.delete(state);
      return list;
    } catch (error) {
      const failure = toFailure(error);
      // That one person may ask no more says nothing of the API.
      if (failure.details.upstream?.reason !== noMoreCalls) failed.set(state, { failure, at: now() });
      throw failure;
    }
  }

  /** Whether a list need not be asked for again. One that was cut short is enough only for who types. */
  function isEnough({ fetchedAt, cut }: ListedIncidents, whileTyping: boolean): boolean {
    const reusedMs = whileTyping ? Math.max(freshMs, whileTypingMs) : freshMs;
    return (cut !== true || whileTyping) && now() - fetchedAt < reusedMs;
  }

  return async (state, options) => {
    const earlier = known.get(state);
    if (earlier !== undefined && isEnough(earlier, options.whileTyping === true)) return earlier;
    return await orEarlier(() => fetchOrFail(state, options), {
      recall: async () => (earlier !== undefined && now() - earlier.fetchedAt < keptMs ? earlier : undefined),
      forget: async () => known.delete(state),
    });
  };
}
