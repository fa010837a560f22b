import { LRUCache } from 'lru-cache';
import type { Incident } from './incident.ts';
import type { SharedAnswers } from './shared-answers.ts';

/** An incident and when it was fetched, in milliseconds since 1970. */
export interface CachedIncident {
  readonly incident: Incident;
  readonly fetchedAt: number;
}

/** Reuses answers for a short while, and keeps the last one of each incident for when the API is down. */
export interface IncidentCache {
  /**
   * A fresh enough answer, or that of `fetch`; callers that ask for the same id meanwhile share one fetch.
   *
   * @param anew do not reuse an answer, however young
   */
  getOrFetch(id: string, fetch: () => Promise<Incident>, anew?: boolean): Promise<CachedIncident>;
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
const keptMs = 24 * 60 * 60 * 1000;

/** Creates the cache of one process, in memory, with that of the other replicas behind it if they share one. */
export function createIncidentCache({ freshMs, now, shared }: IncidentCacheOptions): IncidentCache {
  const answers = new LRUCache<string, CachedIncident>({ max: maxIncidents });
  const running = new Map<string, Promise<CachedIncident>>();
  const isYoung = (answer: CachedIncident | undefined, limitMs: number): answer is CachedIncident =>
    answer !== undefined && now() - answer.fetchedAt < limitMs;

  async function fetchAndKeep(id: string, fetch: () => Promise<Incident>, anew: boolean): Promise<CachedIncident> {
    const elsewhere = freshMs > 0 && !anew ? await shared?.get(id) : undefined;
    const answer = isYoung(elsewhere, freshMs) ? elsewhere : { incident: await fetch(), fetchedAt: now() };
    answers.set(id, answer);
    if (answer !== elsewhere) await shared?.set(id, answer, keptMs);
    return answer;
  }

  return {
    async getOrFetch(id, fetch, anew = false) {
      const known = answers.get(id);
      if (!anew && isYoung(known, freshMs)) return known;
      const shareable = running.get(id) ?? fetchAndKeep(id, fetch, anew).finally(() => running.delete(id));
      running.set(id, shareable);
      return shareable;
    },
    async lastKnown(id) {
      const candidates = [answers.get(id), await shared?.get(id)].filter((answer) => isYoung(answer, keptMs));
      return candidates.sort((a, b) => b.fetchedAt - a.fetchedAt)[0];
    },
    async forget(id) {
      answers.delete(id);
      await shared?.forget(id);
    },
  };
}
