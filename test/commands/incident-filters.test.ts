import fc from 'fast-check';
import {
  type IncidentFilters,
  openIncidents,
  passesFilters,
  readFilters,
  writeFilters,
} from '../../src/commands/incident-filters.ts';
import { decodeGraphIncident } from '../../src/incidents/sources/decode-graph-incident.ts';
import { byState, byUrgency } from '../../src/incidents/urgency.ts';
import { fuzzOptions } from '../support/fuzz-options.ts';

const filters = (differences: Partial<IncidentFilters>): IncidentFilters => ({ ...openIncidents, ...differences });

test.each([
  ['', filters({})],
  ['open', filters({})],
  ['high', filters({ severities: ['high'] })],
  ['high medium', filters({ severities: ['high', 'medium'] })],
  ['High, Medium and low', filters({ severities: ['high', 'medium', 'low'] })],
  ['info', filters({ severities: ['informational'] })],
  ['unassigned high', filters({ severities: ['high'], assignee: 'nobody' })],
  ['mine', filters({ assignee: 'me' })],
  ['resolved today', filters({ state: 'resolved', today: true })],
  ['in progress', filters({ statuses: ['inprogress'] })],
  ['awaiting', filters({ statuses: ['awaitingaction'] })],
  ['high page 3', filters({ severities: ['high'], page: 3 })],
  ['page 0', filters({ page: 1 })],
])('%j is read', (text, expected) => {
  expect(readFilters(text)).toEqual(expected);
});

test.each([
  ['hgih', '/incidents high'],
  ['high unasigned', '/incidents high unassigned'],
  ['todya', '/incidents today'],
  ['closed active', '/incidents closed'],
  ['new resolved', '/incidents new'],
  ['me unassigned', '/incidents me'],
  ['not resolved', '/incidents$'],
  ['open closed', '/incidents open'],
  ['of my team', '/incidents'],
  ['high by tomorrow evening', '/incidents high'],
])('for %j the nearest is %j', (text, suggestion) => {
  expect(readFilters(text)).toEqual({ suggestion: expect.stringMatching(new RegExp(`^${suggestion}`)) });
});

test('for any filters, what is written is read as the same', () => {
  const any = fc.record({
    state: fc.constantFrom('open' as const, 'resolved' as const),
    severities: fc.uniqueArray(fc.constantFrom('high', 'medium', 'low', 'informational')),
    statuses: fc.uniqueArray(fc.constantFrom('active', 'inprogress', 'awaitingaction')),
    assignee: fc.constantFrom('any' as const, 'me' as const, 'nobody' as const),
    today: fc.boolean(),
    words: fc.constant([]),
    page: fc.integer({ min: 1, max: 99 }),
  });
  fc.assert(
    fc.property(any, (each) => {
      // Resolved and active at once is nothing, and is refused.
      fc.pre(each.state === 'open' || each.statuses.length === 0);
      expect(readFilters(`${writeFilters(each)} page ${each.page}`)).toEqual(each);
    }),
    fuzzOptions(200),
  );
});

test('for any text, reading gives filters or a form that can be read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const read = readFilters(text);
      if ('suggestion' in read) expect(readFilters(read.suggestion.replace('/incidents', ''))).toHaveProperty('state');
    }),
    fuzzOptions(200),
  );
});

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
  expect(passesFilters(incident, filters(differences), context)).toBe(passes);
});

test('today is the day of the asker, not of Greenwich', () => {
  const today = filters({ today: true });
  // In Berlin it is the 26th, 00:30; the incident was created at 23:59 of the 25th.
  expect(passesFilters(incident, today, context)).toBe(false);
  expect(passesFilters(incident, today, { ...context, timeZone: 'UTC' })).toBe(true);
  const later = { ...incident, createdDateTime: '2026-02-25T23:00:00Z' };
  expect(passesFilters(later, today, context)).toBe(true);
  expect(passesFilters({ ...incident, createdDateTime: null }, today, context)).toBe(false);
});

test('nobody is told that the incidents of nobody are theirs', () => {
  const unassigned = { ...incident, assignedTo: null };
  expect(passesFilters(unassigned, filters({ assignee: 'nobody' }), context)).toBe(true);
  expect(passesFilters(unassigned, filters({ assignee: 'me' }), { ...context, ownNames: [] })).toBe(false);
});

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
