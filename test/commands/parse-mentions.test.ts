import fc from 'fast-check';
import { parseMentions } from '../../src/commands/parse-mentions.ts';
import { clouds } from '../../src/config/clouds.ts';
import { isIncidentNumber } from '../../src/incidents/incident-number.ts';
import { fuzzOptions } from '../support/fuzz-options.ts';

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
  ['incident 1, incident 2, incident 3, incident 4, incident 5, incident 6', ['1', '2', '3', '4', '5']],
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
  `incident 29 ${'x'.repeat(8_000)}`,
])('%j names none', (text) => {
  expect(parseMentions(text, context)).toMatchObject({ kind: 'hint' });
});

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
        if (command.kind !== 'incident') return command.kind === 'hint';
        return command.ids.length <= 5 && command.ids.every((id) => isIncidentNumber(id) && text.includes(id));
      },
    ),
    fuzzOptions(300),
  );
});
