import type { IncidentApi } from '../config/config.ts';
import type { Failure } from './failure.ts';
import type { Incident } from './incident.ts';
import type { CallTrace, ListedState } from './incident-source.ts';

/** Incidents in one state as the API listed them, newest first. */
export interface ListedIncidents {
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

export interface ListOptions {
  readonly signal: AbortSignal;
  readonly trace: CallTrace;
  /** Somebody types: a list, or a failure to get one, is reused for a minute, because every keystroke asks. */
  readonly whileTyping?: boolean;
  /** The `fetchedAt` of a list that somebody pages through: it is shown on as it was, as long as it is kept. */
  readonly asOf?: number | undefined;
}
