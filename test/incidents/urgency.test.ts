import { decodeGraphIncident } from '../../src/incidents/sources/decode-graph-incident.ts';
import { byState, byUrgency } from '../../src/incidents/urgency.ts';

test('urgent is what is severe, then what nobody works on, then what is new', () => {
  const of = (id: string, severity: string, status: string, createdDateTime = '2026-02-25T10:00:00Z') =>
    decodeGraphIncident({ id, severity, status, createdDateTime });
  const incidents = [
    of('1', 'unknown', 'active'),
    of('2', 'high', 'inProgress'),
    of('3', 'medium', 'active'),
    of('4', 'high', 'active'),
    of('5', 'high', 'active', '2026-02-25T11:00:00Z'),
    of('10', 'high', 'active', '2026-02-25T11:00:00Z'),
  ];
  expect(incidents.toSorted(byUrgency).map(({ id }) => id)).toEqual(['10', '5', '4', '2', '3', '1']);
  expect(incidents.toSorted(byState).map(({ id }) => id)).toEqual(['10', '5', '4', '3', '1', '2']);
});
