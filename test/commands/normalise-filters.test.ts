import fc from 'fast-check';
import { type IncidentFilters, openIncidents } from '../../src/commands/incident-filters.ts';
import { type Command, parseCommand } from '../../src/commands/parse-command.ts';
import { clouds } from '../../src/config/clouds.ts';
import { fuzzOptions } from '../support/fuzz-options.ts';
import { msOfProcessor } from '../support/ms-awake.ts';

const parse = (text: string) => parseCommand(text, { cloud: clouds.global, homeTenantId: undefined, botName: 'Bot' });
const list = (differences: Partial<IncidentFilters>): Command => ({
  kind: 'list',
  filters: { ...openIncidents, ...differences },
});

const high = { severities: ['high'] };
const mine = { assignee: 'me' } as const;
const unassigned = { assignee: 'nobody' } as const;
const resolved = { state: 'resolved' } as const;

test.each<[string, Partial<IncidentFilters>]>([
  ['severity:high', high],
  ['severity = high', high],
  ['Severity: High; assigned to: me', { ...high, ...mine }],
  ['high-severity', high],
  ['high severity today', { ...high, today: true }],
  ['only the high ones, please', high],
  ['show me high', high],
  ['high/unassigned', { ...high, ...unassigned }],
  ['high;low', { severities: ['high', 'low'] }],
  ['high; low', { severities: ['high', 'low'] }],
  ['high or low', { severities: ['high', 'low'] }],
  ['high|low', { severities: ['high', 'low'] }],
  ['med', { severities: ['medium'] }],
  ['info', { severities: ['informational'] }],
  ['information', { severities: ['informational'] }],
  ['my', mine],
  ['assigned to me', mine],
  ['assignee:me', mine],
  ['owner=nobody', unassigned],
  ['not assigned', unassigned],
  ['un-assigned', unassigned],
  ['without owner', unassigned],
  ['new', { statuses: ['active'] }],
  ['status: in progress', { statuses: ['inprogress'] }],
  ['In-Progress', { statuses: ['inprogress'] }],
  ['awaiting action', { statuses: ['awaitingaction'] }],
  ['Awaiting Action', { statuses: ['awaitingaction'] }],
  ['awaitingAction', { statuses: ['awaitingaction'] }],
  ['active or in progress', { statuses: ['active', 'inprogress'] }],
  ['closed', resolved],
  ['status:resolved', resolved],
  ['unresolved', {}],
  ['unsolved', {}],
  ['un-resolved', {}],
  ['today’s', { today: true }],
  ['created today', { today: true }],
  ['page 2 high', { ...high, page: 2 }],
  ['high, page: 2', { ...high, page: 2 }],
])('/incidents %j lists what it plainly means', (typed, differences) => {
  expect(parse(`/incidents ${typed}`)).toEqual(list(differences));
});

test.each<[string, readonly string[]]>([
  ['medium+', ['high', 'medium']],
  ['“medium”+', ['high', 'medium']],
  ['(medium+)', ['high', 'medium']],
  ['severity:medium+', ['high', 'medium']],
  ['medium severity+', ['high', 'medium']],
  ['medium +', ['high', 'medium']],
  ['low+ unassigned', ['high', 'low', 'medium']],
  ['high+', ['high']],
  ['medium+: mine', ['high', 'medium']],
  ['high+"mine"', ['high']],
  ['info+', ['high', 'informational', 'low', 'medium']],
  ['medium and above', ['high', 'medium']],
  ['medium severity or higher', ['high', 'medium']],
  ['low and below', ['informational', 'low']],
  ['low-high', ['high', 'low', 'medium']],
  ['low–high', ['high', 'low', 'medium']],
  ['low – high', ['high', 'low', 'medium']],
  ['high - low', ['high', 'low', 'medium']],
  ['"low" - "high"', ['high', 'low', 'medium']],
  ['low..high', ['high', 'low', 'medium']],
  ['low … high', ['high', 'low', 'medium']],
  ['low to high', ['high', 'low', 'medium']],
  ['severity: low - high', ['high', 'low', 'medium']],
  ['low severity - high severity', ['high', 'low', 'medium']],
  ['low-severity – high-severity', ['high', 'low', 'medium']],
  ['info – med', ['informational', 'low', 'medium']],
  ['informational - low - high', ['high', 'informational', 'low', 'medium']],
  ['medium – high', ['high', 'medium']],
  ['high+low', ['high', 'low']],
  ['high + low', ['high', 'low']],
  ['high, low', ['high', 'low']],
  ['high – mine', ['high']],
  ['high-mine', ['high']],
  ['high+mine', ['high']],
  ['mine – high', ['high']],
])('/incidents %j lists the severities %j', (typed, severities) => {
  const read = parse(`/incidents ${typed}`);
  expect(read.kind === 'list' && [...read.filters.severities].sort()).toEqual(severities);
});

test.each([
  '"high" mine',
  '“high” mine',
  '„high“ mine',
  '‚high‘ ‚mine‘',
  '«high» mine',
  '‹high› mine',
  '「high」 mine',
  'high – mine',
  'high — mine',
  'high - mine',
  '– high – mine',
  'high, mine…',
  'high、mine',
  '(high) (mine)',
  'high/mine.',
])('smart punctuation does not matter in %j', (typed) => {
  expect(parse(`/incidents ${typed}`)).toEqual(list({ ...high, ...mine }));
});

test.each([
  '-resolved',
  '–resolved',
  '!resolved',
  '"-resolved"',
  '~~resolved~~',
  'status:-resolved',
  'status!=resolved',
  'severity<>high',
  'severity>=medium',
  'severity > low',
  'severity ≥ medium',
  'isn’t high',
  'non-high',
  'not assigned to me',
  'medium-',
  'medium– mine',
  'medium -',
  'high -low',
  'not medium+',
  'not low-high',
  'not assigned to nobody',
  'no high',
])('for /incidents %j, which can not be said, nothing is listed', (typed) => {
  expect(parse(`/incidents ${typed}`)).toMatchObject({ kind: 'hint', suggestion: '/incidents' });
});

test.each([
  ['high or mine', '/incidents high mine'],
  ['resolved or open', '/incidents resolved'],
  ['high priority', '/incidents high'],
  ['severity', '/incidents'],
  ['status high', '/incidents high'],
  ['updated today', '/incidents today'],
  ['next page', '/incidents page 2'],
  ['high page 2 more', '/incidents high page 3'],
])('/incidents %j could mean something else, so %j is suggested', (typed, suggestion) => {
  expect(parse(`/incidents ${typed}`)).toMatchObject({ kind: 'hint', suggestion });
});

test('for any words with a denial among them, nothing is listed', () => {
  const word = fc.constantFrom('high', 'low', 'mine', 'resolved', 'today', 'and', 'severity', 'status', '-', ',', '(');
  const denial = fc.constantFrom('not', 'no', 'without', 'except', '!high', '-mine', '>', 'non-low');
  fc.assert(
    fc.property(fc.array(word), denial, fc.array(word), (before, no, after) => {
      expect(parse(['/incidents', ...before, no, ...after].join(' ')).kind).not.toBe('list');
    }),
    fuzzOptions(300),
  );
});

test.each([
  '-',
  'low - ',
  'low+',
  'low ++',
  '-(',
  '"-',
  'and ',
  'hgih ',
  'high or ',
  'severity ',
  'assigned to ',
  'page 1 ',
  'show me ',
  'x',
])('a list’s filters full of %j take no longer than plain ones', async (piece) => {
  const text = `/incidents ${piece.repeat(7_900 / piece.length)}`;
  expect(await msOfProcessor(() => parse(text))).toBeLessThan(2_000);
});
