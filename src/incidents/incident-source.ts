import type { IncidentApi } from '../config/config.ts';
import type { Incident } from './incident.ts';

/** Counts and names what a look-up cost, for the log and the audit trail. */
export interface CallTrace {
  calls: number;
  /** The API's own `request-id` of each answer. */
  readonly requestIds: string[];
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
}
