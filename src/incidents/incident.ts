/** A comment on an incident, oldest first in its list. */
interface IncidentComment {
  readonly comment: string;
  readonly createdByDisplayName: string | null;
  readonly createdDateTime: string | null;
}

/**
 * An incident under Graph v1.0's names, whichever API answered. Enums are in Graph's camelCase; members that
 * are not known are kept as they came. Times are RFC 3339 in UTC with whole seconds (`2026-02-25T16:29:33Z`).
 * Every text may have been written by an attacker. Source: Graph `microsoft.graph.security.incident`.
 */
export interface Incident {
  /** Decimal digits; a string, because Defender's ids are 64-bit. */
  readonly id: string;
  readonly displayName: string | null;
  readonly status: string;
  readonly severity: string;
  readonly assignedTo: string | null;
  readonly classification: string | null;
  readonly determination: string | null;
  readonly createdDateTime: string | null;
  readonly lastUpdateDateTime: string | null;
  readonly lastModifiedBy: string | null;
  /** Not checked: use `choosePortalLink`. */
  readonly incidentWebUrl: string | null;
  /** The incident that this one was merged into. */
  readonly redirectIncidentId: string | null;
  readonly tenantId: string | null;
  readonly priorityScore: number | null;
  readonly description: string | null;
  readonly summary: string | null;
  readonly resolvingComment: string | null;
  readonly customTags: readonly string[];
  readonly systemTags: readonly string[];
  readonly comments: readonly IncidentComment[];
}

/** Who has it, in lower case; empty for nobody. */
export function assigneeOf({ assignedTo }: Incident): string {
  return assignedTo?.trim().toLowerCase() ?? '';
}

/** Whether the work on it is done. */
export function isResolved({ status }: Incident): boolean {
  return status.toLowerCase() === 'resolved';
}

/** Whether somebody has to take it: it is neither done nor goes on elsewhere. */
export function isOpen(incident: Incident): boolean {
  return !isResolved(incident) && incident.status.toLowerCase() !== 'redirected';
}
