import { z } from 'zod';
import type { Incident } from '../incident.ts';
import { comments, determination, incidentId, member, redirectId, tellsNothing, text, texts, time } from './wire.ts';

/** Graph's incident, v1.0 and beta, under the names of today and of the 2021 beta (`tags`, `aadTenantId`). */
const graphIncident = z.object({
  id: incidentId,
  displayName: text,
  status: member,
  severity: member,
  assignedTo: text,
  classification: member,
  determination,
  createdDateTime: time,
  lastUpdateDateTime: time,
  lastModifiedBy: text,
  incidentWebUrl: text,
  redirectIncidentId: redirectId,
  tenantId: text,
  aadTenantId: text,
  priorityScore: z.int().min(0).max(100).nullish().catch(null),
  description: text,
  summary: text,
  resolvingComment: text,
  customTags: texts,
  tags: texts,
  systemTags: texts,
  comments,
});

/**
 * Decodes one of Graph's incidents.
 *
 * @param value JSON, parsed by `parseJson`
 * @throws where it is no incident.
 */
export function decodeGraphIncident(value: unknown): Incident {
  const { aadTenantId, tags, ...wire } = graphIncident.parse(value);
  if (tellsNothing(wire)) throw new TypeError('an id alone');
  return {
    ...wire,
    status: wire.status ?? 'unknown',
    severity: wire.severity ?? 'unknown',
    tenantId: wire.tenantId ?? aadTenantId,
    priorityScore: wire.priorityScore ?? null,
    customTags: wire.customTags.length > 0 ? wire.customTags : tags,
  };
}
