import type { IncidentApi } from '../config/config.ts';
import type { Incident } from './incident.ts';

/** Counts and names what a look-up cost, for the log and the audit trail. */
export interface CallTrace {
  calls: number;
  /** The API's own `request-id` of each answer. */
  readonly requestIds: string[];
}

/** The states that incidents are listed by: `open` is neither resolved nor merged into another. */
export type ListedState = 'open' | 'resolved';

/** A page of a list, newest incidents first. */
export interface IncidentPage {
  readonly incidents: readonly Incident[];
  /** What to ask for the page after it; undefined where there is none, or none that can be asked for. */
  readonly next: string | undefined;
  /** Whether there is no page after it. */
  readonly isLast: boolean;
}

/** One of the three APIs. */
export interface IncidentSource {
  readonly api: IncidentApi;
  /**
   * Fetches one incident, without following merges. Bounded in time by itself.
   *
   * @param id decimal digits, see `isIncidentNumber`
   * @throws Failure
   */
  getIncident(id: string, trace: CallTrace): Promise<Incident>;
  /**
   * Lists a page of incidents. Bounded in time by itself.
   *
   * @param next of the page before; undefined for the first page
   * @throws Failure
   */
  listIncidents(state: ListedState, next: string | undefined, trace: CallTrace): Promise<IncidentPage>;
}
