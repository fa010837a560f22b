import fc from 'fast-check';
import {
  filterWords,
  type IncidentFilters,
  openIncidents,
  readFilters,
  writeFilters,
} from '../../src/commands/incident-filters.ts';
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
  ['high awaiting action', filters({ severities: ['high'], statuses: ['awaitingaction'] })],
  ['high page 3', filters({ severities: ['high'], page: 3 })],
  ['high page 100', filters({ severities: ['high'], page: 100 })],
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
  expect(readFilters(text)).toMatchObject({ suggestion: expect.stringMatching(new RegExp(`^${suggestion}`)) });
});

test.each([
  ['foo', '/incidents'],
  ['high foo', '/incidents high'],
  ['high and foo low page 3', '/incidents high low page 3'],
  ['high or mine', '/incidents high mine'],
  ['inactive', '/incidents'],
  ['unsolvd', '/incidents'],
  ['reassigned', '/incidents'],
  ['un resolved', '/incidents'],
  ['assigned', '/incidents'],
  ['moe', '/incidents'],
  ['not resolved', '/incidents'],
  ['in progress foo', '/incidents in progress'],
  ['awaiting action foo', '/incidents awaiting action'],
])('of %j what can be read is kept, and the rest is said to be no filter', (text, suggestion) => {
  expect(readFilters(text)).toEqual({ suggestion, unread: true });
});

test.each([
  ['hgih', '/incidents high'],
  ['uassigned', '/incidents unassigned'],
  ['unasigned', '/incidents unassigned'],
  ['reslved', '/incidents resolved'],
  ['critical unassigned', '/incidents high unassigned'],
  ['high mine unassigned today', '/incidents high mine today'],
  ['resolved active awaiting', '/incidents resolved'],
  ['more', '/incidents page 2'],
  ['high more page 2', '/incidents high page 3'],
])('all of %j is known, so only %j is said', (text, suggestion) => {
  expect(readFilters(text)).toEqual({ suggestion });
});

test('every filter that the bot names is one that it reads', () => {
  for (const word of filterWords) expect(readFilters(word)).toHaveProperty('state');
  expect(filterWords.map((word) => writeFilters(readFilters(word) as IncidentFilters))).toEqual(filterWords);
});

test('for any filters, what is written is read as the same', () => {
  const any = fc.record({
    state: fc.constantFrom('open' as const, 'resolved' as const),
    severities: fc.uniqueArray(fc.constantFrom('high', 'medium', 'low', 'informational')),
    statuses: fc.uniqueArray(fc.constantFrom('active', 'inprogress', 'awaitingaction')),
    assignee: fc.constantFrom('any' as const, 'me' as const, 'nobody' as const),
    today: fc.boolean(),
    words: fc.constant([]),
    page: fc.integer({ min: 1, max: 999 }),
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
