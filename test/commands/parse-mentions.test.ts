import fc from 'fast-check';
import { parseMentions } from '../../src/commands/parse-mentions.ts';
import { clouds } from '../../src/config/clouds.ts';
import { isIncidentNumber } from '../../src/incidents/incident-number.ts';
import { fuzzOptions } from '../support/fuzz-options.ts';
import { msOfProcessor } from '../support/ms-awake.ts';

const tenant = '33333333-3333-4333-8333-333333333333';
const context = { cloud: clouds.global, homeTenantId: tenant, botName: 'Bot' };
const link = (id: string, tid = tenant) => `https://security.microsoft.com/incident2/${id}/overview?tid=${tid}`;

test.each<[string, string[]]>([
  ['Can somebody look at incident 29?', ['29']],
  ['INC-29 and INC 30, please', ['29', '30']],
  ['inc29', ['29']],
  ['Incident #29: see mail', ['29']],
  ['/incident 29', ['29']],
  [`see ${link('29')}.`, ['29']],
  [`(${link('29')})`, ['29']],
  [`<p>see <a href="${link('29').replace('&', '&amp;')}">this</a> and <b>incident 30</b></p>`, ['29', '30']],
  [`${link('29')} ${link('30')} incident 29`, ['29', '30']],
  ['incidents 29, 30, 31 are one', ['29', '30', '31']],
  ['incidents 29 and 30', ['29', '30']],
  ['incidents 29,30', ['29', '30']],
  ['INC29,INC30', ['29', '30']],
  ['Incident: 29', ['29']],
  ['incident-29.', ['29']],
  ['security.microsoft.com/incident2/29', ['29']],
  [`security.microsoft.com/incident2/29/overview?tid=${tenant}`, ['29']],
  ['security.microsoft.com/incidents/29', ['29']],
  [`incident 29 ${'<p>x</p>'.repeat(1_500)}`, ['29']],
  ['<b>incident 2</b>9', ['29']],
])('%j names %j', (text, ids) => {
  expect(parseMentions(text, context)).toEqual({ kind: 'incident', ids });
});

test.each([
  '29 people saw it',
  'room 29, at 12:30',
  'incident 0',
  'incident 29.5 million',
  'incident 1,200 devices',
  'coincident 29',
  'incident',
  '',
  link('29', '99999999-9999-4999-8999-999999999999'),
  'https://security.microsoft.com.evil.example/incident2/29/overview',
  'https://evil.example/incident/29',
  'https://security.microsoft.com/incidents/byalert?alertId=29',
  'security.microsoft.com/incident2/29/overview?tid=99999999-9999-4999-8999-999999999999',
  'wiki/incident-29',
  'C:\\incident29\\x',
  'evil.example/incident2/29',
  'incident -5',
  'incident 3 days ago',
  'Incident 12:30 call',
  'incident 2024-11-21 report',
  'Acme Inc 2024 revenue',
  'incidents 1,200',
  'incident 5%',
  '<s>incident 29</s>',
  '<del>x incident 29</del>',
  'hello <img alt="incident 7" src="incident 8">',
  `${'x '.repeat(32_000)}incident 29`,
])('%j names none', (text) => {
  expect(parseMentions(text, context)).toMatchObject({ kind: 'hint' });
});

test('more than five are refused with that limit, not dropped in silence', () => {
  const text = 'incident 1, incident 2, incident 3, incident 4, incident 5, incident 6';
  expect(parseMentions(text, context)).toEqual({
    kind: 'refusal',
    code: 'too-many',
    ids: ['1', '2', '3', '4', '5', '6'],
  });
});

test.each(['<s>', '<a href="', 'incidents 1,', 'incident ', 'a.b/', '\\', '<img alt="', '1,2 and '])(
  'a message full of %j takes no longer than a plain one',
  async (piece) => {
    const text = piece.repeat(60_000 / piece.length);
    expect(await msOfProcessor(() => parseMentions(text, context))).toBeLessThan(2_000);
  },
);

test('for any message, at most five incidents come of it, all of them in it', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('incident ', 'INC-', '29', '<a href="', link('29'), '">'),
  );
  fc.assert(
    fc.property(
      fc.array(piece).map((pieces) => pieces.join('')),
      (text) => {
        const command = parseMentions(text, context);
        if (command.kind !== 'incident') return command.kind === 'hint' || command.kind === 'refusal';
        return command.ids.length <= 5 && command.ids.every((id) => isIncidentNumber(id) && text.includes(id));
      },
    ),
    fuzzOptions(300),
  );
});
