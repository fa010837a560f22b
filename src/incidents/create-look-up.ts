import type { IncidentApi } from '../config/config.ts';
import { beforeAbort } from './before-abort.ts';
import type { CachedIncident, IncidentCache } from './create-incident-cache.ts';
import { Failure, toFailure } from './failure.ts';
import type { CallTrace, IncidentSource } from './incident-source.ts';
import { orEarlier } from './or-earlier.ts';

/** What is known of an incident that was asked for. */
export interface FoundIncident extends CachedIncident {
  readonly askedId: string;
  /** Which API said so. */
  readonly api: IncidentApi;
  /** The ids on the way from the asked to the shown incident, the asked one first; empty if it was not merged. */
  readonly mergedFrom: readonly string[];
  /** Why this is an earlier answer instead of today's; undefined for a fresh one. */
  readonly staleBecause?: Failure;
}

interface LookUpOptions {
  /** Aborts when the answer must leave; the look-up then ends as `timeout`, or with an earlier answer. */
  readonly signal: AbortSignal;
  readonly trace: CallTrace;
  /** Ask the API whatever is known, and fail where it does not answer. */
  readonly fresh?: boolean;
}

/** Finds an incident by its number, following merges. @throws Failure */
export type LookUp = (id: string, options: LookUpOptions) => Promise<FoundIncident>;

const maxHops = 5;

/** Creates the look-up over one source and its cache. */
export function createLookUp({ source, cache }: { source: IncidentSource; cache: IncidentCache }): LookUp {
  const find = (id: string, { signal, trace, fresh = false }: LookUpOptions) =>
    orEarlier(
      () => {
        const way = fresh ? 'anew' : trace.allowance === undefined ? 'usual' : 'typed';
        const work = () => cache.getOrFetch(id, () => source.getIncident(id, trace), way);
        return beforeAbort(work, signal, 'deadline of the answer');
      },
      { recall: async () => (fresh ? undefined : cache.lastKnown(id)), forget: () => cache.forget(id) },
    );

  return async (askedId, options) => {
    const mergedFrom: string[] = [];
    let id = askedId;
    let because: Failure | undefined;
    let oldest = Number.POSITIVE_INFINITY;
    for (;;) {
      const { incident, fetchedAt, staleBecause } = await find(id, options).catch((error) => {
        throw id === askedId ? error : missingTarget(error, id);
      });
      because ??= staleBecause;
      oldest = Math.min(oldest, fetchedAt);
      const next = incident.redirectIncidentId;
      if (next === null) {
        const found = { askedId, api: source.api, incident, fetchedAt: oldest, mergedFrom };
        return because === undefined ? found : { ...found, staleBecause: because };
      }
      mergedFrom.push(id);
      if (mergedFrom.includes(next) || mergedFrom.length > maxHops) throw new Failure('merge-loop');
      id = next;
    }
  };
}

/** It is not the asked incident that is missing, but the one it was merged into. */
function missingTarget(error: unknown, mergedInto: string): unknown {
  const failure = toFailure(error);
  return failure.code === 'not-found' ? new Failure('not-found', { ...failure.details, mergedInto }, error) : error;
}
