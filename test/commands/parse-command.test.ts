import fc from 'fast-check';
import { type Command, parseCommand } from '../../src/commands/parse-command.ts';
import { clouds } from '../../src/config/clouds.ts';
import { fuzzOptions } from '../support/fuzz-options.ts';

const home = 'cfcdbe43-297b-4c6b-ac7e-8d7f6befb514';
const foreign = '12f988bf-16f1-11af-11ab-1d7cd011db47';
const context = { cloud: clouds.global, homeTenantId: home, botName: 'Incident Bot' };
const parse = (text: string) => parseCommand(text, context);

const incident = (...ids: string[]): Command => ({ kind: 'incident', ids });
const invalid: Command = { kind: 'refusal', code: 'invalid-id' };
const otherTenant: Command = { kind: 'refusal', code: 'other-tenant' };
const hint = (suggestion: string): Command => ({ kind: 'hint', suggestion });
const help: Command = { kind: 'help' };

const portal = `https://security.microsoft.com/incident2/29/overview?tid=${home}`;
const wrapped = encodeURIComponent(portal);

describe('one incident', () => {
  test.each([
    '/incident 29',
    'incident #29',
    '29',
    '#29',
    'INC-29',
    'inc 29',
    'INC#29',
    'incident-29',
    '/incident: 29',
    '/incident :29',
    '/INCIDENT 29',
    '  /incident   29  ',
    '/incident\u00a029',
    '/incident&nbsp;29',
    '\r\n/incident\r\n29\r\n',
    '\u201c/incident 29\u201d',
    '\u2018/incident 29\u2019',
    '"/incident 29"',
    'INC\u201329',
    'INC\u201129',
    '\uff12\uff19',
    '/incident 29.',
    '29?',
    '/incident 29\u2026',
    '/incident\u200b 29\ufeff',
    '/incident 29 29',
    '/29',
    '<at>Incident Bot</at> /incident 29',
    '<at>Incident Bot</at>&nbsp;/incident 29\n',
    '<at id="0">Incident  Bot</at> 29',
    '/incident 29 <at>Incident Bot</at>',
    '<at>Incident Bot</at> <at>Incident Bot</at> 29',
    '<at>Incident Bot</at>29',
    'Incident Bot /incident 29',
    '@Incident Bot /incident 29',
    'incident bot, 29',
    '<p>/incident <b>29</b></p>',
    '/incident 29 <at>Adele Vance</at>',
    '/incident 29 @Incident Bot',
    '/incident \u201c29\u201d',
    'inc29',
    '/incident @Incident Bot 29',
    '/incident 29@Incident Bot',
    '/incident **29**',
    '**/incident 29**',
    '# 29',
    '/ incident 29',
    '/incident\u200b29',
    '<ul><li>29</li></ul>',
    '<attachment id="1"></attachment> /incident 29',
    '<blockquote itemid="1700"><p>/incident 31</p></blockquote><p>/incident 29</p>',
    'INC29',
    '/incident \u300c29\u300d',
    '\u2039/incident 29\u203a',
    '\u00b4/incident 29\u00b4',
    '2<b>9</b>',
    '/incident 2<span style="x">9</span>',
  ])('%j', (text) => {
    expect(parse(text)).toEqual(incident('29'));
  });

  test('the largest number that the API types', () => {
    expect(parse('9223372036854775807')).toEqual(incident('9223372036854775807'));
  });
});

test.each(['C++ Bot (SOC) [1]', '$^.*|?', '\\\\', '29', 'help'])(
  'a bot that is called %j is read like any other',
  (botName) => {
    for (const text of [`@${botName} /incident 31`, `/incident 31 @${botName}`]) {
      expect(parseCommand(text, { ...context, botName })).toEqual(incident('31'));
    }
  },
);

describe('several incidents', () => {
  test.each([
    ['/incident 29 30 31', ['29', '30', '31']],
    ['/incident 29, 30,31', ['29', '30', '31']],
    ['/incident 29, 30 and 31', ['29', '30', '31']],
    ['30/incident 29', ['30', '29']],
    ['/incident 12/incident 29', ['12', '29']],
    ['1/inc 2/inc 3', ['1', '2', '3']],
    ['30/incident&nbsp;29', ['30', '29']],
    ['29 and 30', ['29', '30']],
    ['/incident 31 29 30', ['31', '29', '30']],
    ['INC-29 INC-30', ['29', '30']],
    ['/incident #29 #30', ['29', '30']],
    ['/incident 29\n/incident 30', ['29', '30']],
    ['/incident 1 2 3 4 5', ['1', '2', '3', '4', '5']],
    ['/incident 1 2 3 4 5 5 1', ['1', '2', '3', '4', '5']],
    [`/incident 30 ${portal}`, ['30', '29']],
  ])('%j keeps their order and asks for each once', (text, ids) => {
    expect(parse(text)).toEqual(incident(...ids));
  });

  test.each(['/incident 1 2 3 4 5 6', '1,2,3,4,5,6', '/incident 1 2 3 4 5 6 7 8 9 10'])(
    '%j is refused whole',
    (text) => {
      expect(parse(text)).toMatchObject({ kind: 'refusal', code: 'too-many' });
    },
  );
});

describe('not an incident number', () => {
  test.each([
    '/incident 0',
    '0',
    '-1',
    '/incident -1',
    '/incident \u22121',
    '1e3',
    '/incident 1e3',
    '12345678901234567890',
    '/incident 12345678901234567890',
    '29; drop',
    '/incident 29; drop',
    '/incident 29;30',
    '/incident 029',
    '/incident 29.5',
    '/incident 0x1d',
    '/incident +29',
    '29\u00b2',
    '/incident 29 abc',
    '/incident 29 people affected',
    '29 people affected',
    '/incident abc',
    '/incident ../../users',
    '/incident 29?$expand=alerts',
    '/incident and',
    '/incident \u0662\u0669',
    '29\u200b30',
    '/incident <s>31</s> 29',
    '/incident ~~31~~ 29',
    '/incident number 29',
    '/incident nine',
    '/incident high 29',
    '/incident -high',
    '/incident the',
    '/incident https://security.microsoft.com/alerts/da637?tid=x',
    '/incident https://evil.example/incident2/29',
  ])('%j', (text) => {
    expect(parse(text)).toMatchObject(invalid);
  });
});

describe('help', () => {
  test.each([
    '',
    ' ',
    '/incident',
    'incident',
    'INCIDENT:',
    'help',
    '/help',
    'HELP!',
    '?',
    '/?',
    '<at>Incident Bot</at>',
    'Incident Bot',
  ])('%j', (text) => {
    expect(parse(text)).toEqual(help);
  });
});

describe('anything else gets the nearest valid form, and no incident', () => {
  test.each([
    ['/incidnet 29', '/incident 29'],
    ['incidents 31', '/incident 31'],
    ['/incident31', '/incident 31'],
    ['/incidént 31', '/incident 31'],
    ['/incidnet31abc', '/incident 29'],
    ['/incdent 29 30', '/incident 29 30'],
    ['show me incident 31 please', '/incident 31'],
    ['hlep', 'help'],
    ['good morning', '/incident 29'],
    ['incident response meeting', '/incident 29'],
    ['incidents 30 31', '/incident 30 31'],
    ['tell 30 31', '/incident 29'],
    [`${' '.repeat(8000)}2972395`, '/incident 29'],
    [`/incident 2972395${' '.repeat(8000)}`, '/incident 29'],
    ['incidentally, 31 people left', '/incident 29'],
    ['https://security.microsoft.com/incidents', '/incident 29'],
    ['https://security.microsoft.com/incidents-queue', '/incident 29'],
    [`https://security.microsoft.com/alerts/da637?tid=${home}`, '/incident 29'],
    ['https://security.microsoft.com/incidents/byalert?alertId=31&source=SIEM', '/incident 29'],
    ['https://security.microsoft.com.evil.example/incident2/31', '/incident 29'],
    ['list incidents', '/incidents'],
    ['show me incidents', '/incidents'],
    ['look https://security.microsoft.com/incidents/30', '/incident 30'],
    [
      'see (https://security.microsoft.com/incident2/30/overview), and <https://security.microsoft.com/incidents/31>.',
      '/incident 30 31',
    ],
    ['https://security.microsoft.com/incidents/30 look', '/incident 30'],
    ['look https://security.microsoft.com.evil.example/incidents/30', '/incident 29'],
    ['look https://security.microsoft.com/alerts/30', '/incident 29'],
    ['please show 30', '/incident 30'],
    ['please show 30, 31 and 32', '/incident 30 31 32'],
    ['can you look at #30?', '/incident 30'],
    ['show incident number 30', '/incident 30'],
    ['/incidents 30 please', '/incident 30'],
    ['/incidents INC-30', '/incident 30'],
    ['show 0', '/incident 29'],
    ['show 30 people', '/incident 29'],
    ['show 5 incidents', '/incidents'],
    ['list the incidents of the last 24 hours', '/incidents'],
    ['show high incidents', '/incidents high'],
    ['my incidents', '/incidents mine'],
    ['high unassigned', '/incidents high unassigned'],
    ['/incident high', '/incidents high'],
    ['/incident: high, mine', '/incidents high mine'],
    ['/incident “high”', '/incidents high'],
    ['incident mine', '/incidents mine'],
    ['/incident awaiting action', '/incidents awaiting action'],
  ])('%j -> %s', (text, suggestion) => {
    expect(parse(text)).toEqual(hint(suggestion));
  });
});

describe('a number in the question for a list is no incident that was asked for', () => {
  test.each([
    ['top 5', '/incidents'],
    ['last 24 hours', '/incidents'],
    ['24 hours', '/incidents'],
    ['page 1000', '/incidents'],
    ['high 30', '/incidents high'],
    ['high foo 30 page 2', '/incidents high page 2'],
  ])('/incidents %j -> %s, and the filters that there are', (typed, suggestion) => {
    const filters = expect.arrayContaining(['high', 'mine', 'resolved']);
    expect(parse(`/incidents ${typed}`)).toEqual({ kind: 'hint', suggestion, filters });
    expect(parse(`/incidnets ${typed}`)).toEqual({ kind: 'hint', suggestion, filters });
  });

  test('more than five, and those of another tenant, are refused as ever', () => {
    expect(parse('/incidents 1 2 3 4 5 6')).toMatchObject({ kind: 'refusal', code: 'too-many' });
    expect(parse(`/incidents https://security.microsoft.com/incidents/29?tid=${foreign}`)).toMatchObject(otherTenant);
  });
});

describe('links of the portal', () => {
  test.each([
    portal,
    `/incident ${portal}`,
    'https://security.microsoft.com/incidents/29',
    'https://security.microsoft.com/incident2/29',
    'https://security.microsoft.com/incident2/29/',
    'https://security.microsoft.com/incident2/29/summary',
    'https://security.microsoft.com/incident2/29?tid=',
    `https://security.microsoft.com/incident2/29/alerts/graph?tid=${home.toUpperCase()}&x=1#y`,
    `HTTPS://Security.Microsoft.Com/Incidents/29?TID=${home}`,
    'security.microsoft.com/incident2/29',
    `<a href="${portal}" title="x">Incident</a>`,
    `<a href='https://security.microsoft.com/incident2/29?a=1&amp;tid=${home}'>${portal}</a>`,
    `[the incident](${portal})`,
    `<${portal}>`,
    `https://nam02.safelinks.protection.outlook.com/?url=${wrapped}&data=05%7C01&reserved=0`,
    `https://gbr01.safelinks.protection.outlook.com/ap/x-59584e83/?url=${wrapped}`,
    `https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp-safelinks.html?url=${wrapped}&locale=en-us`,
    `<a href="https://eur03.safelinks.protection.outlook.com/?url=${wrapped}&amp;data=1">${portal}</a>`,
  ])('%j', (text) => {
    expect(parse(text)).toEqual(incident('29'));
  });

  test.each([
    `https://security.microsoft.com/incident2/29/overview?tid=${foreign}`,
    `/incident 30 https://security.microsoft.com/incidents/29?tid=${foreign}`,
    `https://security.microsoft.com/incident2/29?tid=${home}&tid=${foreign}`,
    `https://nam02.safelinks.protection.outlook.com/?url=${encodeURIComponent(`https://security.microsoft.com/incidents/29?tid=${foreign}`)}`,
  ])('%j belongs to another tenant', (text) => {
    expect(parse(text)).toMatchObject(otherTenant);
  });

  test.each([
    'http://security.microsoft.com/incident2/29',
    'https://security.microsoft.com:8443/incident2/29',
    'https://security.microsoft.com@evil.example/incident2/29',
    'https://admin@security.microsoft.com/incident2/29',
    'https://evil-security.microsoft.com/incident2/29',
    'https://security.microsoft.com.evil.example/incident2/29',
    'https://securlty.microsoft.com/incident2/29',
    'https://security.microsoft.us/incident2/29',
    'https://s\u0435curity.microsoft.com/incident2/29',
    'ftp://security.microsoft.com/incident2/29',
    'https://security.microsoft.com/incident2/29/../30%2f',
    'https://security.microsoft.com/incident2/029',
    'https://security.microsoft.com/other/incident2/29',
    `https://safelinks.protection.outlook.com.evil.example/?url=${wrapped}`,
    `https://evil.example/?url=${wrapped}`,
    `https://nam02.safelinks.protection.outlook.com/?url=${encodeURIComponent(`https://nam02.safelinks.protection.outlook.com/?url=${wrapped}`)}`,
  ])('%j is no link of the portal', (text) => {
    expect(parse(text).kind).toBe('hint');
    expect(parse(`/incident ${text}`)).toMatchObject(invalid);
  });

  test.each([
    ['gcc', 'https://transition.security.microsoft.com/incident2/29'],
    ['gcch', 'https://security.microsoft.us/incident2/29'],
    ['dod', 'https://security.apps.mil/incidents/29'],
  ] as const)('%s has its own', (name, link) => {
    expect(parseCommand(link, { ...context, cloud: clouds[name] })).toEqual(incident('29'));
    expect(parse(link).kind).toBe('hint');
  });

  test('without a known tenant (offline) any tenant is taken', () => {
    expect(parseCommand(portal, { ...context, homeTenantId: undefined })).toEqual(incident('29'));
  });
});

describe('for any text', () => {
  const words = fc.constantFrom(
    '/incident',
    'incident',
    'INC-',
    '#',
    '29',
    '30',
    'and',
    ',',
    ';',
    '<at>',
    '</at>',
    '<a href="',
    '">',
    portal,
    '&nbsp;',
    '\u00a0',
    '-',
    '(',
    '[x](',
    ')',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(words, { maxLength: 12 }).map((parts) => parts.join(' ')),
    fc.array(words, { maxLength: 12 }).map((parts) => parts.join('')),
  );

  test('reading it never throws, and finds only numbers that stand in it', () => {
    fc.assert(
      fc.property(text, (typed) => {
        const command = parse(typed);
        if (command.kind !== 'incident') return;
        expect(command.ids.length).toBeLessThanOrEqual(5);
        for (const id of command.ids) {
          expect(id).toMatch(/^[1-9]\d{0,18}$/);
          expect(typed).toContain(id);
        }
      }),
      fuzzOptions(2_000),
    );
  });

  test('what is suggested is a question for incidents that stand in it, for a list, or help', () => {
    const line = fc
      .array(
        fc.constantFrom('look', 'show', '/incidents', 'high', 'top', '30', '31', '#32', portal, 'incident', 'mine'),
      )
      .map((parts) => parts.join(' '));
    fc.assert(
      fc.property(fc.oneof(text, line), (typed) => {
        const command = parse(typed);
        if (command.kind !== 'hint' || command.suggestion === '/incident 29') return;
        const suggested = parse(command.suggestion);
        expect(['incident', 'list', 'help']).toContain(suggested.kind);
        if (suggested.kind === 'incident') for (const id of suggested.ids) expect(typed).toContain(id);
      }),
      fuzzOptions(1_000),
    );
  });

  test('every number that the API takes is found in every form of the command', () => {
    const number = fc.bigInt({ min: 1n, max: 9_999_999_999_999_999_999n }).map(String);
    const form = fc.constantFrom('/incident ', 'incident #', '', 'INC-', '/incident: ', '<at>Incident Bot</at> ');
    fc.assert(
      fc.property(form, number, (prefix, id) => void expect(parse(prefix + id)).toEqual(incident(id))),
      fuzzOptions(100),
    );
  });
});
