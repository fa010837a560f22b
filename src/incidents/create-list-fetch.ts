import { beforeAbort } from './before-abort.ts';
import type { CallTrace, IncidentSource, ListedState } from './incident-source.ts';
import type { ListedIncidents, ListOptions } from './listed-incidents.ts';
import { readPages } from './read-pages.ts';

export interface ListFetchDependencies {
  readonly source: IncidentSource;
  readonly now: () => number;
  /** Is given every list that was read to its end, also where nobody waits for it any more. */
  readonly keep: (state: ListedState, list: ListedIncidents) => void;
}

/** Fetches a list now; at the deadline what has arrived of it. @throws Failure */
export type FetchList = (
  state: ListedState,
  options: Pick<ListOptions, 'signal' | 'trace'>,
) => Promise<ListedIncidents>;

interface Running {
  readonly whole: Promise<ListedIncidents>;
  /** For those who can not wait for the rest; undefined before the first page. */
  readonly soFar: () => ListedIncidents | undefined;
}

/** Creates what fetches a list once for all who ask meanwhile. */
export function createListFetch({ source, now, keep }: ListFetchDependencies): FetchList {
  const running = new Map<string, Running>();

  function start(state: ListedState, trace: CallTrace): Running {
    const key = keyOf(state, trace);
    let arrived: ListedIncidents | undefined;
    const onPage = (soFar: ListedIncidents) => {
      arrived = soFar;
    };
    const whole = readPages({ source, state, trace, fetchedAt: now(), onPage })
      .then((list) => {
        keep(state, list);
        return list;
      })
      .finally(() => running.delete(key));
    const started = { whole, soFar: () => arrived };
    running.set(key, started);
    return started;
  }

  return async (state, { signal, trace }) => {
    const key = keyOf(state, trace);
    const work = () => (running.get(key) ?? start(state, trace)).whole;
    return await beforeAbort(work, signal, 'deadline of the answer').catch((error: unknown) => {
      // It still runs: so it is the deadline that ended the waiting.
      const pages = running.get(key)?.soFar();
      if (pages === undefined) throw error;
      return { ...pages, complete: false, cut: true };
    });
  };
}

/** Who types may make fewer calls, and gets less; others do not wait for that. */
function keyOf(state: ListedState, { mostCalls }: CallTrace): string {
  return `${state} ${mostCalls === undefined ? 'asked' : 'typed'}`;
}
