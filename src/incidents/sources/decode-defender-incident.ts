import { z } from 'zod';
import type { Incident } from '../incident.ts';
import { comments, determination, incidentId, member, redirectId, tellsNothing, text, texts, time } from './wire.ts';

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
  determination,
  status: member,
  severity: member,
  tags: texts,
  comments,
});

/**
 * Decodes one of Defender XDR's incidents. What Defender does not tell stays null.
 *
 * @param value JSON, parsed by `parseJson`
 * @throws where it is no incident.
 */
export function decodeDefenderIncident(value: unknown): Incident {
  const { incidentName: displayName, ...wire } = defenderIncident.parse(value);
  if (tellsNothing({ displayName, ...wire })) throw new TypeError('an id alone');
  return {
    id: wire.incidentId,
    displayName,
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
