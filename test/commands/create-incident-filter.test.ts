import { conditionsOf, createIncidentFilter } from '../../src/commands/create-incident-filter.ts';
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

test.each([
  [{}, {}],
  [
    { severities: ['high'], statuses: ['inprogress'] },
    { severities: ['high'], statuses: ['inprogress'] },
  ],
  [{ assignee: 'me' }, { assignees: ['kai@contoso.com'] }],
  [{ assignee: 'nobody' }, { assignees: [] }],
  [{ words: ['worm'] }, {}],
] as const)('an API is asked to filter %j by %j', (differences, conditions) => {
  expect(conditionsOf(filters(differences), context)).toEqual(conditions);
});

test('where nobody knows who asks, nothing is asked for that can not be theirs', () => {
  expect(conditionsOf(filters({ assignee: 'me', severities: ['high'] }), { ...context, ownNames: [] })).toEqual({});
});

test.each([
  ['Europe/Berlin', '2026-02-25T23:30:00Z', '2026-02-25T23:00:00Z'],
  ['UTC', '2026-02-25T00:00:00Z', '2026-02-25T00:00:00Z'],
  ['Asia/Kathmandu', '2026-02-25T23:59:59Z', '2026-02-25T18:15:00Z'],
  // Clocks go back on this day, and forward on that: it has 25 hours, and 23.
  ['Europe/Berlin', '2026-10-25T22:59:59Z', '2026-10-24T22:00:00Z'],
  ['Europe/Berlin', '2026-03-29T21:59:59Z', '2026-03-28T23:00:00Z'],
])('the day of %s at %s began at %s', (timeZone, now, began) => {
  const conditions = conditionsOf(filters({ today: true }), { ...context, timeZone, now: Date.parse(now) });
  expect(conditions).toEqual({ createdSince: Date.parse(began) });
});
