import type { IncidentApi } from '../config/config.ts';
import type { Failure } from './failure.ts';
import type { Incident } from './incident.ts';
import type { CallTrace, ListConditions, ListState } from './incident-source.ts';

/** Incidents in one state as the API listed them. */
export interface ListedIncidents {
  readonly api: IncidentApi;
  readonly incidents: readonly Incident[];
  /** How many of them are the newest in that state, without a gap; the others were picked from the older ones. */
  readonly newest: number;
  /** Milliseconds since 1970. */
  readonly fetchedAt: number;
  /** Whether none is missing that was wanted. */
  readonly complete: boolean;
  /** Whether it ends where a page could not be had. */
  readonly cut?: boolean;
  /** What to ask for the page after the last one that was read. */
  readonly next?: string | undefined;
  /** Why this is an earlier list instead of today's; undefined for a fresh one. */
  readonly staleBecause?: Failure;
}

/**
 * Lists the incidents in a state: all, or the newest and what the API can pick of the others by the conditions. Those
 * that do not fulfil the conditions are listed, too.
 *
 * @throws Failure
 */
export type ListIncidents = (state: ListState, options: ListOptions) => Promise<ListedIncidents>;

export interface ListOptions {
  readonly signal: AbortSignal;
  readonly trace: CallTrace;
  /** What is wanted of the list. */
  readonly conditions?: ListConditions;
  /** Somebody types: a list, or a failure to get one, is reused for up to a minute, because every keystroke asks. */
  readonly whileTyping?: boolean;
  /** The `fetchedAt` of a list that somebody pages through: it is shown on as it was, as long as it is kept. */
  readonly asOf?: number | undefined;
}

/** One list of the API. */
export interface ListQuery {
  readonly state: ListState;
  /** Those that the API is asked to filter by. */
  readonly conditions: ListConditions;
  /** The list to read on from, as far as makes sense; undefined for its first pages. */
  readonly onFrom?: ListedIncidents;
}

/** One text for the same list, however it is asked for. */
export function keyOf({ state, conditions, onFrom }: ListQuery): string {
  const { severities, statuses, assignees, createdSince } = conditions;
  return JSON.stringify([state, severities, statuses, assignees, createdSince, onFrom !== undefined]);
}

/** Whether nothing is left out. */
export function isUnconditional(conditions: ListConditions): boolean {
  return Object.values(conditions).every((condition) => condition === undefined);
}
