import { createIncidentFilter } from '../../src/commands/create-incident-filter.ts';
import { type IncidentFilters, openIncidents } from '../../src/commands/incident-filters.ts';
import { decodeGraphIncident } from '../../src/incidents/sources/decode-graph-incident.ts';

const filters = (differences: Partial<IncidentFilters>): IncidentFilters => ({ ...openIncidents, ...differences });

const context = { ownNames: ['kai@contoso.com'], timeZone: 'Europe/Berlin', now: Date.parse('2026-02-25T23:30:00Z') };
const incident = decodeGraphIncident({
  id: '29',
  displayName: 'Ransomware on a file server',
  status: 'inProgress',
  severity: 'High',
  assignedTo: 'Kai@Contoso.com',
  createdDateTime: '2026-02-25T22:59:59Z',
  customTags: ['Campaign 7'],
  systemTags: ['Defender Experts'],
});

test.each([
  [{}, true],
  [{ severities: ['high'] }, true],
  [{ severities: ['medium', 'low'] }, false],
  [{ statuses: ['inprogress'] }, true],
  [{ statuses: ['active'] }, false],
  [{ assignee: 'me' }, true],
  [{ assignee: 'nobody' }, false],
  [{ words: ['file', 'ransom'] }, true],
  [{ words: ['29'] }, true],
  [{ words: ['campaign', 'experts', 'kai'] }, true],
  [{ words: ['file', 'worm'] }, false],
] as const)('%j passes incident 29: %s', (differences, passes) => {
  expect(createIncidentFilter(filters(differences), context)(incident)).toBe(passes);
});

test('today is the day of the asker, not of Greenwich', () => {
  const today = filters({ today: true });
  // In Berlin it is the 26th, 00:30; the incident was created at 23:59 of the 25th.
  expect(createIncidentFilter(today, context)(incident)).toBe(false);
  expect(createIncidentFilter(today, { ...context, timeZone: 'UTC' })(incident)).toBe(true);
  const later = { ...incident, createdDateTime: '2026-02-25T23:00:00Z' };
  expect(createIncidentFilter(today, context)(later)).toBe(true);
  expect(createIncidentFilter(today, context)({ ...incident, createdDateTime: null })).toBe(false);
});

test('nobody is told that the incidents of nobody are theirs', () => {
  const unassigned = { ...incident, assignedTo: null };
  expect(createIncidentFilter(filters({ assignee: 'nobody' }), context)(unassigned)).toBe(true);
  expect(createIncidentFilter(filters({ assignee: 'me' }), { ...context, ownNames: [] })(unassigned)).toBe(false);
});
