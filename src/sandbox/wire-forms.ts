import type { SampleIncident } from './sample-incidents.ts';

/** The three APIs that the sandbox speaks. */
export type SandboxApi = 'v1.0' | 'beta' | 'defender';

/**
 * Writes an incident as the API's documentation shows it.
 *
 * @param unknownMembers whether the caller sent `Prefer: include-unknown-enum-members`; Graph hides
 *   `awaitingAction` otherwise
 */
export function writeIncident(incident: SampleIncident, api: SandboxApi, unknownMembers: boolean): object {
  if (api === 'defender') return writeDefender(incident);
  const hidden = incident.status === 'awaitingAction' && !unknownMembers;
  const visible = hidden ? { ...incident, status: 'unknownFutureValue' } : incident;
  return api === 'beta' ? writeBeta(visible) : writeV1(visible);
}

function writeV1(incident: SampleIncident): object {
  return { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#security/incidents/$entity', ...incident };
}

/** The beta as documented in 2021: PascalCase members, `tags`, `aadTenantId`, `createdBy`, `createdTime`. */
function writeBeta(incident: SampleIncident): object {
  return {
    '@odata.type': '#microsoft.graph.incident',
    id: incident.id,
    incidentWebUrl: incident.incidentWebUrl,
    redirectIncidentId: incident.redirectIncidentId,
    displayName: incident.displayName,
    aadTenantId: incident.tenantId,
    createdDateTime: incident.createdDateTime,
    lastUpdateDateTime: incident.lastUpdateDateTime,
    assignedTo: incident.assignedTo,
    classification: pascal(incident.classification),
    determination: pascal(incident.determination),
    status: pascal(incident.status),
    severity: pascal(incident.severity),
    tags: incident.customTags,
    comments: writeComments(incident),
  };
}

/** Defender XDR's entity: numbers for ids, its own names, `UnSpecified` and `NotAvailable` for unknown. */
function writeDefender(incident: SampleIncident): object {
  return {
    '@odata.context': 'https://api.security.microsoft.com/api/$metadata#Incidents/$entity',
    incidentId: Number(incident.id),
    incidentUri: incident.incidentWebUrl,
    redirectIncidentId: incident.redirectIncidentId === null ? null : Number(incident.redirectIncidentId),
    incidentName: incident.displayName,
    createdTime: incident.createdDateTime,
    lastUpdateTime: incident.lastUpdateDateTime,
    assignedTo: incident.assignedTo,
    classification: pascal(incident.classification),
    determination: incident.determination === 'unknown' ? 'NotAvailable' : pascal(incident.determination),
    status: pascal(incident.status),
    severity: incident.severity === 'unknown' ? 'UnSpecified' : pascal(incident.severity),
    tags: incident.customTags,
    comments: writeComments(incident),
    alerts: [],
  };
}

function writeComments({ comments }: SampleIncident): object[] {
  return comments.map(({ comment, createdByDisplayName, createdDateTime }) => ({
    comment,
    createdBy: createdByDisplayName,
    createdTime: createdDateTime,
  }));
}

function pascal(member: string): string {
  return `${member[0]?.toUpperCase()}${member.slice(1)}`;
}

/** An error as the API writes it. */
export function writeError(
  api: SandboxApi,
  code: string,
  message: string,
  requestId: string,
  clientRequestId: string,
): object {
  if (api === 'defender') return { error: { code, message, target: requestId } };
  const date = new Date().toISOString().slice(0, 19);
  return {
    error: { code, message, innerError: { date, 'request-id': requestId, 'client-request-id': clientRequestId } },
  };
}
