import { z } from 'zod';
import type { Incident } from '../incident.ts';
import { comments, incidentId, member, redirectId, text, texts, time } from './wire.ts';

/** Defender XDR's incident entity. `incidentUri` is not documented, but real responses carry it. */
const defenderIncident = z.object({
  incidentId,
  incidentUri: text,
  redirectIncidentId: redirectId,
  incidentName: text,
  createdTime: time,
  lastUpdateTime: time,
  assignedTo: text,
  classification: member,
  determination: member,
  status: member,
  severity: member,
  tags: texts,
  comments,
});

/**
 * Decodes the body of Defender XDR's "Get incident". What Defender does not tell stays null.
 *
 * @throws ZodError where the body is no incident.
 */
export function decodeDefenderIncident(body: string): Incident {
  const wire = defenderIncident.parse(JSON.parse(body, keepLongIds));
  return {
    id: wire.incidentId,
    displayName: wire.incidentName,
    status: wire.status ?? 'unknown',
    severity: wire.severity ?? 'unknown',
    assignedTo: wire.assignedTo,
    classification: wire.classification,
    determination: wire.determination,
    createdDateTime: wire.createdTime,
    lastUpdateDateTime: wire.lastUpdateTime,
    lastModifiedBy: null,
    incidentWebUrl: wire.incidentUri,
    redirectIncidentId: wire.redirectIncidentId,
    tenantId: null,
    priorityScore: null,
    description: null,
    summary: null,
    resolvingComment: null,
    customTags: wire.tags,
    systemTags: [],
    comments: wire.comments,
  };
}

/** Ids are 64-bit: past 2^53 a JSON number would be rounded to another incident, so its own digits are kept. */
function keepLongIds(this: unknown, key: string, value: unknown, context?: { source?: string }): unknown {
  if (key !== 'incidentId' && key !== 'redirectIncidentId') return value;
  return typeof value === 'number' ? (context?.source ?? String(value)) : value;
}
