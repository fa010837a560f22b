import { LRUCache } from 'lru-cache';
import { keptMs } from './create-incident-cache.ts';
import { createListFetch } from './create-list-fetch.ts';
import type { Failure } from './failure.ts';
import type { IncidentSource } from './incident-source.ts';
import { overlap } from './join-lists.ts';
import { keyOf, type ListedIncidents, type ListOptions, type ListQuery } from './listed-incidents.ts';
import { orEarlier } from './or-earlier.ts';
import { noMoreCalls } from './sources/meter-calls.ts';

export interface RememberedListsDependencies {
  readonly source: IncidentSource;
  /**
   * How long a list may be reused; 0: never for a new question. Even then, those who ask at the same moment share what
   * is fetched, a list that is shown is paged through as it was, and who types gets one again for a minute.
   */
  readonly freshMs: number;
  readonly now: () => number;
}

/** Gives one list of the API. @throws Failure */
export type ListOne = (query: ListQuery, options: ListOptions) => Promise<ListedIncidents>;

/** As long as somebody types a list is reused; as is one of many pages, which costs many calls. */
const longerMs = 60_000;
/** Nothing is tried again while somebody types, so what may have passed by then is tried soon. */
const mayHavePassedMs = 10_000;
/** Lists that are remembered: of two states, each narrowed in so many ways. */
const remembered = { max: 100 };

/**
 * Creates each list of the API by itself. It remembers the last one, to give it again while it is young; the
 * last that was not cut short, to stand in where the API is down; and the last failure, so that not every keystroke
 * tries again.
 */
export function createRememberedLists({ source, freshMs, now }: RememberedListsDependencies): ListOne {
  const known = new LRUCache<string, ListedIncidents>(remembered);
  const standIns = new LRUCache<string, ListedIncidents>(remembered);
  const failed = new LRUCache<string, { readonly failure: Failure; readonly at: number }>(remembered);
  const fetchList = createListFetch({
    source,
    now,
    keep(query, list) {
      const key = keyOf(query);
      known.set(key, list);
      failed.delete(key);
      if (list.cut !== true || !holdsMore(standInFor(key), list)) standIns.set(key, list);
    },
    keepFailure(query, failure) {
      // That one person may ask no more says nothing of the API.
      if (failure.details.upstream?.reason !== noMoreCalls) failed.set(keyOf(query), { failure, at: now() });
    },
  });

  function standInFor(key: string): ListedIncidents | undefined {
    const earlier = standIns.get(key);
    return earlier !== undefined && now() - earlier.fetchedAt < keptMs ? earlier : undefined;
  }

  async function fetchOrFail(query: ListQuery, options: ListOptions): Promise<ListedIncidents> {
    const last = failed.get(keyOf(query));
    if (options.whileTyping === true && last !== undefined && now() - last.at < heldMs(last.failure))
      throw last.failure;
    return await fetchList(query, options);
  }

  /**
   * Whether a list need not be asked for again. One that was cut short is enough only for who types; further pages are
   * none to a list between which and them there may be others.
   */
  function isEnough(list: ListedIncidents, { onFrom }: ListQuery, whileTyping: boolean): boolean {
    const { fetchedAt, cut } = list;
    if (onFrom !== undefined && !overlap(onFrom, list)) return false;
    const isReusedLonger = whileTyping || (onFrom !== undefined && freshMs > 0);
    const reusedMs = isReusedLonger ? Math.max(freshMs, longerMs) : freshMs;
    return (cut !== true || whileTyping) && now() - fetchedAt < reusedMs;
  }

  return async (query, options) => {
    const key = keyOf(query);
    const earlier = known.get(key);
    if (earlier !== undefined && isEnough(earlier, query, options.whileTyping === true)) return earlier;
    return await orEarlier(() => fetchOrFail(query, options), {
      recall: async () => standInFor(key),
      async forget() {
        known.delete(key);
        standIns.delete(key);
      },
    });
  };
}

function holdsMore(list: ListedIncidents | undefined, than: ListedIncidents): boolean {
  return list !== undefined && list.incidents.length > than.incidents.length;
}

/** How long a failure is told again to who types, before the API is asked again. */
function heldMs({ code, details }: Failure): number {
  if (code === 'unavailable' || code === 'timeout') return mayHavePassedMs;
  const { retryAfterSeconds } = details;
  return retryAfterSeconds === undefined ? longerMs : Math.min(longerMs, retryAfterSeconds * 1_000);
}
