import { LRUCache } from 'lru-cache';
import type { SharedAnswers } from './create-shared-answers.ts';
import type { Incident } from './incident.ts';

/** An incident and when it was fetched, in milliseconds since 1970. */
export interface CachedIncident {
  readonly incident: Incident;
  readonly fetchedAt: number;
}

/**
 * `anew`: an answer is not reused, however young, nor one that was asked for before. `typed`: what fails is not tried
 * again, so whoever asks in the usual way must not have to share it.
 */
type AskingWay = 'usual' | 'typed' | 'anew';

/** Reuses answers for a short while, and keeps the last one of each incident for when the API is down. */
export interface IncidentCache {
  /**
   * A fresh enough answer, or that of `fetch`; callers that ask for the same id in the same way meanwhile share one
   * fetch.
   */
  getOrFetch(id: string, fetch: () => Promise<Incident>, way?: AskingWay): Promise<CachedIncident>;
  /** The last answer, however old. */
  lastKnown(id: string): Promise<CachedIncident | undefined>;
  /** Drops what is known, because the API says that it no longer holds. */
  forget(id: string): Promise<void>;
}

export interface IncidentCacheOptions {
  /** How long an answer may be reused; 0: never. */
  readonly freshMs: number;
  readonly now: () => number;
  /** What other replicas know. */
  readonly shared?: SharedAnswers | undefined;
}

const maxIncidents = 1_000;
/** After a day an old answer misleads more than it helps. */
export const keptMs = 24 * 60 * 60 * 1000;

/** Creates the cache of one process, in memory, with that of the other replicas behind it if they share one. */
export function createIncidentCache({ freshMs, now, shared: replicas }: IncidentCacheOptions): IncidentCache {
  const answers = new LRUCache<string, CachedIncident>({ max: maxIncidents });
  const running: Readonly<Record<AskingWay, Map<string, Promise<CachedIncident>>>> = {
    usual: new Map(),
    typed: new Map(),
    anew: new Map(),
  };
  const isYoung = (answer: CachedIncident | undefined, limitMs: number): answer is CachedIncident =>
    answer !== undefined && now() - answer.fetchedAt < limitMs;

  /** The answer may have been true since it was asked for, and is not known to be true for longer. */
  async function fetchNow(fetch: () => Promise<Incident>): Promise<CachedIncident> {
    const fetchedAt = now();
    return { incident: await fetch(), fetchedAt };
  }

  async function fetchAndKeep(id: string, fetch: () => Promise<Incident>, anew: boolean): Promise<CachedIncident> {
    const elsewhere = freshMs > 0 && !anew ? await replicas?.get(id) : undefined;
    const answer = isYoung(elsewhere, freshMs) ? elsewhere : await fetchNow(fetch);
    // A slow answer that was asked for earlier must not replace a younger one.
    if ((answers.get(id)?.fetchedAt ?? 0) <= answer.fetchedAt) answers.set(id, answer);
    if (answer !== elsewhere) await replicas?.set(id, answer, keptMs);
    return answer;
  }

  return {
    async getOrFetch(id, fetch, way = 'usual') {
      const anew = way === 'anew';
      const known = answers.get(id);
      if (!anew && isYoung(known, freshMs)) return known;
      const shared = running[way];
      const shareable = shared.get(id) ?? fetchAndKeep(id, fetch, anew).finally(() => shared.delete(id));
      shared.set(id, shareable);
      return shareable;
    },
    async lastKnown(id) {
      const candidates = [answers.get(id), await replicas?.get(id)].filter((answer) => isYoung(answer, keptMs));
      return candidates.sort((a, b) => b.fetchedAt - a.fetchedAt)[0];
    },
    async forget(id) {
      answers.delete(id);
      await replicas?.forget(id);
    },
  };
}
