import { LRUCache } from 'lru-cache';
import type { Incident } from './incident.ts';

/** An incident and when it was fetched, in milliseconds since 1970. */
export interface CachedIncident {
  readonly incident: Incident;
  readonly fetchedAt: number;
}

/** Reuses answers for a short while, and keeps the last one of each incident for when the API is down. */
export interface IncidentCache {
  /** A fresh enough answer, or that of `fetch`; callers that ask for the same id meanwhile share one fetch. */
  getOrFetch(id: string, fetch: () => Promise<Incident>): Promise<CachedIncident>;
  /** The last answer, however old. */
  lastKnown(id: string): CachedIncident | undefined;
  /** Drops what is known, because the API says that it no longer holds. */
  forget(id: string): void;
}

const maxIncidents = 1_000;
/** After a day an old answer misleads more than it helps. */
const keptMs = 24 * 60 * 60 * 1000;

/** Creates the cache of one process, in memory only. @param freshMs how long an answer may be reused; 0: never */
export function createIncidentCache(freshMs: number, now: () => number): IncidentCache {
  const answers = new LRUCache<string, CachedIncident>({ max: maxIncidents });
  const running = new Map<string, Promise<CachedIncident>>();

  async function fetchInto(id: string, fetch: () => Promise<Incident>): Promise<CachedIncident> {
    try {
      const incident = await fetch();
      const answer = { incident, fetchedAt: now() };
      answers.set(id, answer);
      return answer;
    } finally {
      running.delete(id);
    }
  }

  return {
    async getOrFetch(id, fetch) {
      const known = answers.get(id);
      if (known !== undefined && now() - known.fetchedAt < freshMs) return known;
      const shared = running.get(id) ?? fetchInto(id, fetch);
      running.set(id, shared);
      return shared;
    },
    lastKnown(id) {
      const known = answers.get(id);
      return known !== undefined && now() - known.fetchedAt < keptMs ? known : undefined;
    },
    forget: (id) => void answers.delete(id),
  };
}
