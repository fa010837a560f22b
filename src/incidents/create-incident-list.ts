import { LRUCache } from 'lru-cache';
import type { IncidentApi } from '../config/config.ts';
import { beforeAbort } from './before-abort.ts';
import { Failure, passingFailures, toFailure } from './failure.ts';
import type { Incident } from './incident.ts';
import { keptMs } from './incident-cache.ts';
import type { CallTrace, IncidentPage, IncidentSource, ListedState } from './incident-source.ts';
import { noMoreCalls } from './sources/create-api-client.ts';

/** Incidents in one state as the API listed them, newest first. */
interface ListedIncidents {
  readonly api: IncidentApi;
  readonly incidents: readonly Incident[];
  /** Milliseconds since 1970. */
  readonly fetchedAt: number;
  /** Whether these are all of them; otherwise the newest. */
  readonly complete: boolean;
  /** Whether it ends where a page could not be had. */
  readonly cut?: boolean;
  /** Why this is an earlier list instead of today's; undefined for a fresh one. */
  readonly staleBecause?: Failure;
}

/** Lists the incidents in a state. @throws Failure */
export type ListIncidents = (state: ListedState, options: ListOptions) => Promise<ListedIncidents>;

interface ListOptions {
  readonly signal: AbortSignal;
  readonly trace: CallTrace;
  /** Somebody types: a list, or a failure to get one, is reused for a minute, because every keystroke asks. */
  readonly whileTyping?: boolean;
  /** The `fetchedAt` of a list that somebody pages through: it is shown on as it was, as long as it is kept. */
  readonly asOf?: number | undefined;
}

export interface IncidentListDependencies {
  readonly source: IncidentSource;
  /** How long a list may be reused; 0: never. */
  readonly freshMs: number;
  readonly now: () => number;
}

/** Three pages of 50: what is open beyond that is told, not fetched, because every page is a call. */
const maxPages = 3;
const failedPage: IncidentPage = Object.freeze({ incidents: [], next: undefined, isLast: false });
const whileTypingMs = 60_000;
/** Lists that somebody may still page through. */
const kept = { max: 20, ttl: 10 * 60_000 };

/** Creates the list over one source: reused for a while, fetched once for all who ask meanwhile. */
export function createIncidentList({ source, freshMs, now }: IncidentListDependencies): ListIncidents {
  const known = new Map<ListedState, ListedIncidents>();
  const running = new Map<string, Promise<ListedIncidents>>();
  /** The pages of a list that is still being fetched, for those who can not wait for the rest. */
  const arrived = new Map<string, ListedIncidents>();
  /** What a list and its high incidents were put together to, so that it is the same list for all who ask. */
  const whole = new WeakMap<ListedIncidents, { readonly high: ListedIncidents; readonly list: ListedIncidents }>();
  const shown = new LRUCache<string, ListedIncidents>(kept);
  const failed = new Map<ListedState, { failure: Failure; at: number }>();

  async function fetchPages(state: ListedState, trace: CallTrace): Promise<ListedIncidents> {
    const incidents = new Map<string, Incident>();
    const fetchedAt = now();
    let list: ListedIncidents | undefined;
    let next: string | undefined;
    for (let page = 0; page < maxPages && (page === 0 || next !== undefined); page++) {
      const listed = await source.listIncidents(state, next, trace).catch((error: unknown) => {
        // What came before a page that fails is worth more than nothing; it is said not to be all.
        if (list === undefined || !passingFailures.includes(toFailure(error).code)) throw error;
        return failedPage;
      });
      // An incident that moves while the pages are read may stand on two of them.
      for (const incident of listed.incidents) incidents.set(incident.id, incident);
      next = listed.next;
      const { isLast: complete } = listed;
      const cut = listed === failedPage;
      list = { api: source.api, incidents: [...incidents.values()], fetchedAt, complete, cut };
      arrived.set(keyOf(state, trace), list);
    }
    if (list === undefined) throw new Failure('internal');
    known.set(state, list);
    return list;
  }

  function fetchOnce(state: ListedState, trace: CallTrace): Promise<ListedIncidents> {
    const key = keyOf(state, trace);
    const list =
      running.get(key) ??
      fetchPages(state, trace).finally(() => {
        running.delete(key);
        arrived.delete(key);
      });
    running.set(key, list);
    return list;
  }

  async function fetchOrFail(state: ListedState, { signal, trace, whileTyping = false }: ListOptions) {
    const last = failed.get(state);
    if (whileTyping && last !== undefined && now() - last.at < whileTypingMs) throw last.failure;
    try {
      const list = await beforeAbort(() => fetchOnce(state, trace), signal, 'deadline of the answer').catch(
        (error: unknown) => {
          const pages = arrived.get(keyOf(state, trace));
          if (pages === undefined) throw error;
          return { ...pages, complete: false, cut: true };
        },
      );
      failed.delete(state);
      return list;
    } catch (error) {
      const failure = toFailure(error);
      // That one person may ask no more says nothing of the API.
      if (failure.details.upstream?.reason !== noMoreCalls) failed.set(state, { failure, at: now() });
      throw failure;
    }
  }

  async function listOne(state: ListedState, options: ListOptions): Promise<ListedIncidents> {
    const earlier = known.get(state);
    const reusedMs = options.whileTyping === true ? Math.max(freshMs, whileTypingMs) : freshMs;
    const enough = earlier?.cut !== true || options.whileTyping === true;
    if (earlier !== undefined && enough && now() - earlier.fetchedAt < reusedMs) return earlier;
    try {
      return await fetchOrFail(state, options);
    } catch (error) {
      const failure = toFailure(error);
      if (earlier === undefined || now() - earlier.fetchedAt >= keptMs || !passingFailures.includes(failure.code)) {
        known.delete(state);
        throw failure;
      }
      return { ...earlier, staleBecause: failure };
    }
  }

  async function listWithHigh(state: ListedState, options: ListOptions): Promise<ListedIncidents> {
    const list = await listOne(state, options);
    // Where more is open than a list holds, a high incident must not be left out for being old.
    const rest = state === 'open' && !list.complete && list.cut !== true && source.listsBySeverity;
    if (!rest || options.whileTyping === true) return list;
    const high = await listOne('open-high', options).catch(() => undefined);
    // The list says already that it is not all.
    if (high === undefined) return list;
    const earlier = whole.get(list);
    if (earlier?.high === high) return earlier.list;
    const incidents = new Map([...list.incidents, ...high.incidents].map((incident) => [incident.id, incident]));
    const both = { ...list, ...high, incidents: [...incidents.values()], complete: false };
    whole.set(list, { high, list: both });
    return both;
  }

  return async (state, options) => {
    const again = options.asOf === undefined ? undefined : shown.get(`${state} ${options.asOf}`);
    if (again !== undefined) return again;
    return remember(state, await listWithHigh(state, options));
  };

  /** Two lists of one moment, of which one has more pages, must not be taken for each other. */
  function remember(state: ListedState, list: ListedIncidents): ListedIncidents {
    let { fetchedAt } = list;
    const taken = () => {
      const other = shown.get(`${state} ${fetchedAt}`);
      return other !== undefined && other.incidents !== list.incidents;
    };
    while (taken()) fetchedAt += 1;
    const own = { ...list, fetchedAt };
    shown.set(`${state} ${fetchedAt}`, own);
    return own;
  }
}

/** Who types may make fewer calls, and gets less; others do not wait for that. */
function keyOf(state: ListedState, { mostCalls }: CallTrace): string {
  return `${state} ${mostCalls === undefined ? 'asked' : 'typed'}`;
}
