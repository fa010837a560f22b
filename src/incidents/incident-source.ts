import type { IncidentApi } from '../config/config.ts';
import type { Incident } from './incident.ts';

/** The calls that a question may make, where they are numbered. */
export interface CallAllowance {
  /** Takes one, before it is made; false where there is none left. */
  take(): Promise<boolean>;
  /** Gives back one that was not made after all. */
  giveBack(): Promise<void>;
}

/** Counts and names what a look-up cost, for the log and the audit trail. */
export interface CallTrace {
  calls: number;
  /** A call that it does not give is not made and ends as `throttled`; and where there is one, nothing is tried again. */
  readonly allowance?: CallAllowance;
  /** The API's own `request-id` of each answer. */
  readonly requestIds: string[];
}

/** What a person can have listed: `open` is neither resolved nor merged into another. */
export type ListState = 'open' | 'resolved';

/** What a list is narrowed to. Members are in lower case; what is not said leaves nothing out. */
export interface ListConditions {
  readonly severities?: readonly string[];
  readonly statuses?: readonly string[];
  /** The names of whom they are assigned to; empty for nobody. */
  readonly assignees?: readonly string[];
  /** Milliseconds since 1970. */
  readonly createdSince?: number;
}

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
  /** Whether it can list by severity; Defender XDR can not. */
  readonly listsBySeverity: boolean;
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
   * @param conditions for the first page; the others go on with them
   * @throws Failure
   */
  listIncidents(
    state: ListState,
    next: string | undefined,
    trace: CallTrace,
    conditions?: ListConditions,
  ): Promise<IncidentPage>;
}
