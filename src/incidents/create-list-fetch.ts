import { beforeAbort } from './before-abort.ts';
import { type Failure, toFailure } from './failure.ts';
import type { CallTrace, IncidentSource } from './incident-source.ts';
import { keyOf, type ListedIncidents, type ListOptions, type ListQuery } from './listed-incidents.ts';
import { readPages } from './read-pages.ts';

export interface ListFetchDependencies {
  readonly source: IncidentSource;
  readonly now: () => number;
  /** Is given every list that was read to its end, also where nobody waits for it any more. */
  readonly keep: (query: ListQuery, list: ListedIncidents) => void;
  /** Is given every failure of the source, not the end of one person's waiting. */
  readonly keepFailure: (query: ListQuery, failure: Failure) => void;
}

/** Fetches a list now; at the deadline what has arrived of it. @throws Failure */
export type FetchList = (query: ListQuery, options: Pick<ListOptions, 'signal' | 'trace'>) => Promise<ListedIncidents>;

interface Running {
  readonly whole: Promise<ListedIncidents>;
  /** For those who can not wait for the rest; undefined before the first page. */
  readonly soFar: () => ListedIncidents | undefined;
}

/** Creates what fetches a list once for all who ask meanwhile. */
export function createListFetch({ source, now, keep, keepFailure }: ListFetchDependencies): FetchList {
  const running = new Map<string, Running>();

  function start(query: ListQuery, trace: CallTrace): Running {
    const key = keyOfRun(query, trace);
    let arrived: ListedIncidents | undefined;
    const onPage = (soFar: ListedIncidents) => {
      arrived = soFar;
    };
    const whole = readPages({ source, query, trace, fetchedAt: now(), onPage })
      .then(
        (list) => {
          keep(query, list);
          return list;
        },
        (error: unknown) => {
          const failure = toFailure(error);
          keepFailure(query, failure);
          throw failure;
        },
      )
      .finally(() => running.delete(key));
    const started = { whole, soFar: () => arrived };
    running.set(key, started);
    return started;
  }

  return async (query, { signal, trace }) => {
    const key = keyOfRun(query, trace);
    const work = () => (running.get(key) ?? start(query, trace)).whole;
    return await beforeAbort(work, signal, 'deadline of the answer').catch((error: unknown) => {
      // It still runs: so it is the deadline that ended the waiting.
      const pages = running.get(key)?.soFar();
      if (pages === undefined) throw error;
      return { ...pages, complete: false, cut: true };
    });
  };
}

/** Who types may make fewer calls, and gets less; others do not wait for that. */
function keyOfRun(query: ListQuery, { allowance }: CallTrace): string {
  return `${keyOf(query)} ${allowance === undefined ? 'asked' : 'typed'}`;
}
