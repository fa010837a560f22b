import { AdaptiveCard, SerializationContext, Version } from 'adaptivecards';
import fc from 'fast-check';
import { createAnswerRenderer, type RenderedAnswer } from '../../src/cards/create-answer-renderer.ts';
import { plainBlock } from '../../src/cards/inert-text.ts';
import { createWordings } from '../../src/cards/wording.ts';
import type { Answer, FailureAnswer } from '../../src/commands/answer.ts';
import { clouds } from '../../src/config/clouds.ts';
import { choosePortalLink } from '../../src/incidents/choose-portal-link.ts';
import { failureCodes } from '../../src/incidents/failure.ts';
import { actionsOf as findActions, elementsOf as findElements } from '../support/card-elements.ts';
import { fuzzOptions } from '../support/fuzz-options.ts';
import { answerOf, failureOf, fetchedAt, gallery } from '../support/gallery.ts';

const render = createAnswerRenderer();
const failureText = createWordings()('en').failure;

/** The card as the real renderer of Adaptive Cards reads it, with what it complains about. */
function parse(rendered: RenderedAnswer) {
  if (rendered.kind !== 'card') throw new RangeError('no card');
  const context = new SerializationContext(new Version(1, 5));
  const card = new AdaptiveCard();
  card.parse(rendered.card, context);
  const complaints = Array.from({ length: context.eventCount }, (_, n) => context.getEventAt(n).message);
  const found = [...complaints, ...card.validateProperties().validationEvents.map(({ message }) => message)];
  // adaptivecards 3.0.6 tests `lang` with a stateful /g expression, which refuses every second value.
  return { complaints: found.filter((message) => !/^Invalid value "[a-z]{2}" for property "lang"\.$/.test(message)) };
}

/** Every text that the card shows, in reading order. */
function textsOf(rendered: RenderedAnswer): string[] {
  const texts: string[] = [];
  JSON.stringify(rendered.kind === 'card' ? rendered.card.body : rendered.text, (key, value) => {
    if (key === 'text') texts.push(value);
    return value;
  });
  return texts;
}

const elementsOf = (rendered: RenderedAnswer) => findElements(rendered.kind === 'card' ? rendered.card.body : []);
const actionsOf = (rendered: RenderedAnswer) => findActions(rendered.kind === 'card' ? rendered.card.body : []);
const stylesOf = (rendered: RenderedAnswer) =>
  elementsOf(rendered).flatMap(({ type, style }) => (type === 'Container' && style ? [style] : []));
const sizeOf = (rendered: RenderedAnswer) =>
  Buffer.byteLength(JSON.stringify(rendered.kind === 'card' ? rendered.card : ''));
/** What a reader of Markdown sees of an inert text. */
const asShown = (text: string) => text.replaceAll('\u2060', '').replace(/\\([\\`*_~[\]])/g, '$1');

/** The rows of label and value. */
function factsOf(answer: Answer): Record<string, string> {
  const rows = elementsOf(render(answer)).filter(
    ({ type, columns }) => type === 'ColumnSet' && /"isSubtle":true.*"stretch"/.test(JSON.stringify(columns)),
  );
  return Object.fromEntries(
    rows.map(({ columns }) => (columns as { items: { text: string }[] }[]).map(({ items }) => items[0]?.text)),
  );
}

test('incident 29 in reading order, with its link and a line for the lock screen', () => {
  const rendered = render(answerOf('29'));
  expect(textsOf(rendered)).toEqual([
    'Severity',
    'High',
    'Status',
    'Active',
    'Incident 29',
    'Multi-stage incident involving Execution & Command and control on one endpoint',
    'Assigned to admin@contoso.com',
    'Priority score',
    '100 of 100',
    'Classification',
    'True positive',
    'Determination',
    'Multi-stage attack',
    'Created',
    '{{DATE(2026-01-22T12:09:23Z,SHORT)}} {{TIME(2026-01-22T12:09:23Z)}} (2026-01-22 12:09 UTC)',
    'Updated',
    '{{DATE(2026-02-25T16:29:33Z,SHORT)}} {{TIME(2026-02-25T16:29:33Z)}} (2026-02-25 16:29 UTC)',
    'Last modified by',
    'API-App:admin@contoso.com',
    'Tags',
    'Demo',
    'Summary',
    expect.stringMatching(/^Defender Experts has identified malicious activity\./),
    'Description',
    expect.stringMatching(/^Microsoft observed Raspberry Robin worm activity/),
    'As of {{DATE(2026-02-25T17:00:00Z,SHORT)}} {{TIME(2026-02-25T17:00:00Z)}} (2026-02-25 17:00 UTC)',
    'From Microsoft Graph v1.0',
  ]);
  expect(rendered).toMatchObject({
    kind: 'card',
    summary:
      'Incident 29 · High · Active · admin@contoso.com · Multi-stage incident involving Execution & Command and control on one endpoint',
    card: { type: 'AdaptiveCard', version: '1.5', lang: 'en' },
  });
  expect(actionsOf(rendered).map(({ type, title }) => [type, title])).toEqual([
    ['Action.ToggleVisibility', 'Details'],
    ['Action.OpenUrl', 'Open in Defender portal'],
    ['Action.Execute', 'Refresh'],
  ]);
});

test('every action of a card stands in an ActionSet, Refresh with a fallback, and nothing refreshes by itself', () => {
  for (const answer of [answerOf('29'), several]) {
    const rendered = render(answer, 'de-DE');
    const incidents = answer.kind === 'several' ? '30 999999 31' : '29';
    const refresh = actionsOf(rendered).at(-1);
    expect(rendered).toMatchObject({ card: { refresh: { userIds: [], action: { verb: 'refresh' } } } });
    expect(rendered.kind === 'card' && rendered.card.actions).toBeUndefined();
    expect(refresh).toMatchObject({
      type: 'Action.Execute',
      verb: 'refresh',
      data: { incidents, lang: 'de', audience: 'everybody' },
      fallback: { type: 'Action.Submit', data: { verb: 'refresh', incidents, lang: 'de', audience: 'everybody' } },
    });
  }
});

test('a card for its asker alone can be shared, and stays theirs when it is refreshed', () => {
  for (const answer of [answerOf('29'), several]) {
    const rendered = render(answer, 'fr-FR', 'asker');
    expect(parse(rendered).complaints).toEqual([]);
    const actions = actionsOf(rendered).filter(({ type }) => type === 'Action.Execute');
    expect(actions.map(({ title, verb, data }) => [title, verb, data.audience])).toEqual([
      ['Partager dans le canal', 'share', 'asker'],
      ['Actualiser', 'refresh', 'asker'],
    ]);
  }
});

test.each(gallery.map(({ name, answer, locale, audience }) => [name, answer, locale, audience] as const))(
  '%s is a card that the real renderer takes without complaint, under 20 KB',
  (_, answer, locale, audience) => {
    const rendered = render(answer, locale, audience);
    expect(parse(rendered).complaints).toEqual([]);
    expect(sizeOf(rendered)).toBeLessThan(20_000);
    expect(rendered.summary.length).toBeLessThanOrEqual(160);
    expect(JSON.stringify(rendered)).not.toMatch(/undefined|\[object|null|\$\{(?!assignedTo)/);
    expect(JSON.stringify(rendered)).not.toContain('"text":""');
  },
);

test.each([
  ['high', 'High', 'attention'],
  ['medium', 'Medium', 'warning'],
  ['low', 'Low', 'accent'],
  ['informational', 'Informational', 'emphasis'],
  ['unknown', 'Unknown', 'emphasis'],
  ['Catastrophic', 'Catastrophic', 'emphasis'],
])('severity %s is the word %s in a container of the style %s', (severity, word, style) => {
  const rendered = render(answerOf('29', {}, { severity }));
  expect(textsOf(rendered)[1]).toBe(word);
  expect(stylesOf(rendered)).toEqual([style]);
});

test.each([
  ['active', 'Active'],
  ['inProgress', 'In progress'],
  ['awaitingAction', 'Awaiting action'],
  ['resolved', 'Resolved'],
  ['redirected', 'Redirected'],
  ['somethingNewIn2027', 'Something new in 2027'],
  ['', 'Unknown'],
])('status %j reads %j', (status, words) => {
  expect(textsOf(render(answerOf('29', {}, { status, severity: 'high' })))).toContain(words);
});

test.each([
  ['truePositive', 'True positive'],
  ['FalsePositive', 'False positive'],
  ['informationalExpectedActivity', 'Informational, expected activity'],
  ['partlyTruePositive', 'Partly true positive'],
])('classification %s reads %j', (classification, words) => {
  expect(factsOf(answerOf('29', {}, { classification }))).toMatchObject({ Classification: words });
});

test.each([
  ['compromisedAccount', 'Compromised account'],
  ['compromisedUser', 'Compromised account'],
  ['CompromisedUser', 'Compromised account'],
  ['notMalicious', 'Not malicious'],
  ['clean', 'Not malicious'],
  ['notEnoughDataToValidate', 'Not enough data to validate'],
  ['insufficientData', 'Not enough data to validate'],
  ['NoEnoughDataToValidate', 'Not enough data to validate'],
  ['confirmedActivity', 'Confirmed activity'],
  ['confirmedUserActivity', 'Confirmed activity'],
  ['lineOfBusinessApplication', 'Line-of-business application'],
  ['apt', 'Advanced persistent threat'],
  ['supply_chain_attack', 'Supply chain attack'],
])('determination %s reads %j', (determination, words) => {
  expect(factsOf(answerOf('29', {}, { determination }))).toMatchObject({ Determination: words });
});

test.each(['unknown', 'NotAvailable', 'UnSpecified', 'unknownFutureValue', null, ''])(
  'a determination or classification of %j is not set, so it has no row',
  (member) => {
    const facts = factsOf(answerOf('29', {}, { determination: member, classification: member }));
    expect(Object.keys(facts)).toEqual(['Priority score', 'Created', 'Updated', 'Last modified by', 'Tags']);
  },
);

test('what the API does not tell has no row, and a title or time that is missing says so', () => {
  const bare = { displayName: null, createdDateTime: null, customTags: [], priorityScore: null, lastModifiedBy: null };
  const rendered = render(answerOf('34', {}, { ...bare, summary: null, description: null }));
  expect(factsOf(answerOf('34', {}, bare))).toEqual({ Created: 'Unknown time', Updated: expect.anything() });
  expect(textsOf(rendered)).toContain('Untitled');
  expect(actionsOf(rendered).map(({ title }) => title)).toEqual(['Open in Defender portal', 'Refresh']);
});

test('tags of both kinds are listed, and counted where they are too many', () => {
  const customTags = Array.from({ length: 40 }, (_, n) => `Campaign ${n + 1}`);
  expect(factsOf(answerOf('29', {}, { customTags, systemTags: ['Defender Experts', null, ' '] }))).toMatchObject({
    Tags: expect.stringMatching(/^Campaign 1, Campaign 2, .*Campaign 16, 24 more$/),
    'System tags': 'Defender Experts',
  });
});

describe('comments', () => {
  const at = (createdDateTime: string | null, comment: string, createdByDisplayName: string | null = 'kai') => ({
    comment,
    createdByDisplayName,
    createdDateTime,
  });
  const commentOf = (...comments: object[]) => textsOf(render(answerOf('29', {}, { comments }))).slice(25, -2);

  test('the newest is shown with author, age and time, the older ones are counted', () => {
    expect(commentOf(at('2026-02-25T14:59:00Z', 'Old'), at('2026-02-25T16:20:00Z', 'New'))).toEqual([
      'Newest comment: kai, 40 minutes ago (2026-02-25 16:20 UTC)',
      'New',
      '1 older comment in the portal',
    ]);
  });

  test('the newest is found at either end of the list', () => {
    expect(
      commentOf(at('2026-02-25T16:20:00Z', 'New'), at('2026-02-24T00:00:00Z', 'Old'), at(null, 'Undated')),
    ).toEqual([expect.stringContaining('40 minutes ago'), 'New', '2 older comments in the portal']);
  });

  test('of two at the same time the last is the newest, and an author or a time may be missing', () => {
    expect(commentOf(at(null, 'First', null), at(null, 'Last', null))).toEqual([
      'Newest comment: unknown author, Unknown time',
      'Last',
      '1 older comment in the portal',
    ]);
  });

  test('without comments nothing is said of them', () => {
    expect(commentOf()).toEqual([]);
  });

  test('the age counts from now, also on an earlier answer', () => {
    const comments = [at('2026-02-25T16:00:00Z', 'x')];
    const stale = { ...failureOf('timeout'), ageMs: 3_600_000 };
    expect(textsOf(render(answerOf('29', { stale }, { comments }))).join()).toContain(
      '2 hours ago (2026-02-25 16:00 UTC)',
    );
  });
});

test.each([
  ['\u200d', '\u3164', '\u2800'],
  ['\u115f\ufe0f', ' \u00a0', '\u200b\u202e'],
])('texts that nobody could see are none', (displayName, assignedTo, comment) => {
  const comments = [
    { comment: 'Seen', createdByDisplayName: 'kai', createdDateTime: '2026-02-25T16:00:00Z' },
    { comment, createdByDisplayName: 'kai', createdDateTime: '2026-02-25T16:30:00Z' },
  ];
  const texts = textsOf(render(answerOf('29', {}, { displayName, assignedTo, comments, status: displayName })));
  expect(texts).toEqual(
    expect.arrayContaining([
      'Unknown',
      'Untitled',
      'Unassigned: nobody has taken this high-severity incident yet.',
      'Seen',
    ]),
  );
  expect(texts.join()).not.toContain('older comment');
});

test.each([
  ['XDRAlert', 'XDR alert'],
  ['MFARequired2FA', 'MFA required 2FA'],
  ['office365', 'Office 365'],
  ['under_review-now', 'Under review now'],
  ['prüfungÄndern', 'Prüfung Ändern'],
])('the unknown status %s reads %j', (status, words) => {
  expect(textsOf(render(answerOf('29', {}, { status })))).toContain(words);
});

test('the line for the lock screen says that the answer is old, and which number was merged', () => {
  const stale = { ...failureOf('unavailable'), ageMs: 180_000 };
  const merged = { askedId: '12', mergedFrom: ['12'] };
  expect(render(answerOf('30', { stale })).summary).toMatch(/^3 minutes ago · Incident 30 · High/);
  expect(render(answerOf('29', merged)).summary).toMatch(/^Incident 12 → 29 · High/);
  expect(render({ kind: 'several', answers: [answerOf('30', { stale }), answerOf('31')] }).summary).toBe(
    'Incidents 30 (High, Active, 3 minutes ago), 31 (Medium, Resolved)',
  );
});

test('a resolved incident is calm and says why', () => {
  const rendered = render(answerOf('31', {}, { severity: 'high', assignedTo: null }));
  expect(stylesOf(rendered)).toEqual(['good']);
  expect(textsOf(rendered)).toEqual(
    expect.arrayContaining([
      'Resolved',
      'Phishing',
      'Why it was resolved',
      'Mail removed from all mailboxes, password reset.',
      'Unassigned',
    ]),
  );
});

test('an open incident does not show why an earlier resolution was made', () => {
  expect(textsOf(render(answerOf('29', {}, { resolvingComment: 'was closed once' }))).join()).not.toContain(
    'closed once',
  );
});

test('an incident that waits for an action says for whom', () => {
  expect(textsOf(render(answerOf('33')))[0]).toBe('Defender Experts is waiting for your team to act.');
});

test('a link that was built instead of given is marked as such', () => {
  const note = 'The API gave no usable portal link; the button opens the incident by its number.';
  expect(textsOf(render(answerOf('39', { ownPortalUrl: false })))).toContain(note);
  expect(textsOf(render(answerOf('29')))).not.toContain(note);
});

test.each([
  ['graph-v1.0', 'Microsoft Graph v1.0'],
  ['graph-beta', 'Microsoft Graph beta'],
  ['defender-xdr', 'Microsoft Defender XDR API'],
] as const)('the foot of an answer of %s names %s', (api, name) => {
  expect(textsOf(render(answerOf('29', { api }))).at(-1)).toBe(`From ${name}`);
});

test('a long text is cut at a word with a count of the rest, and keeps its paragraphs', () => {
  const description = `First line.\r\n\r\n- second _line_\n\n${'word '.repeat(1_000)}`;
  const text = textsOf(render(answerOf('29', {}, { description }))).find((each) => each.startsWith('First')) ?? '';
  expect(text.replaceAll('\u2060', '')).toMatch(
    /^First line\.\n\n- second \\_line\\_\n\nword word .*word… \(3,5\d\d more characters\)$/s,
  );
});

test('an unassigned incident says so, and stands out while it is high and open', () => {
  const high = render(answerOf('30'));
  expect(textsOf(high)).toContain('Unassigned: nobody has taken this high-severity incident yet.');
  expect(stylesOf(high)).toEqual(['attention', 'warning']);
  expect(high.summary).toContain('· unassigned ·');
  const low = render(answerOf('30', {}, { severity: 'low' }));
  expect(textsOf(low)).toContain('Unassigned');
  expect(stylesOf(low)).toEqual(['accent']);
});

test('a merged incident names both numbers', () => {
  const rendered = render({ ...answerOf('29'), askedId: '12', mergedFrom: ['12'] });
  expect(textsOf(rendered)[0]).toBe('You asked for 12; it was merged into 29.');
});

test.each([
  [1_000, '1 second'],
  [59_000, '59 seconds'],
  [180_000, '3 minutes'],
  [7_200_000, '2 hours'],
])('an earlier answer of %i ms ago says why, its age and the reference on top', (ageMs, age) => {
  const stale = (code: FailureAnswer['code']) => ({ ...failureOf(code), ageMs });
  expect(textsOf(render(answerOf('29', { stale: stale('unavailable') })))[0]).toBe(
    `The security API is not available right now. Try again in a minute. This is what it said ${age} ago. Reference: ABCD2345.`,
  );
  expect(textsOf(render(answerOf('29', { stale: stale('throttled') })))[0]).toContain(
    'limiting requests. Try again in 37 seconds.',
  );
});

test('an incident that was merged into a missing one says so', () => {
  expect(failureText({ ...failureOf('not-found'), mergedInto: '404' })).toBe(
    'Incident 30 was merged into 404, which was not found.',
  );
});

test.each(['*', '<', '][', 'https://', '"', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}', '\u65e5', '\n*'])(
  'cards of nothing but %j stay under 20 KB',
  (character) => {
    const text = character.repeat(20_000 / character.length);
    const comments = Array.from({ length: 100 }, () => ({
      comment: text,
      createdByDisplayName: text,
      createdDateTime: null,
    }));
    const fields = Object.fromEntries(
      'displayName assignedTo status severity classification determination lastModifiedBy summary description'
        .split(' ')
        .map((name) => [name, text]),
    );
    const lists = { comments, customTags: Array(100).fill(text), systemTags: Array(100).fill(text) };
    const link = { portalUrl: `https://security.microsoft.com/${'x'.repeat(470)}`, ownPortalUrl: false };
    const stale = { ...failureOf('unavailable'), ageMs: 60_000 };
    const worst = answerOf('29', { ...link, stale, mergedFrom: ['12'] }, { ...fields, ...lists });
    const resolved = answerOf(
      '29',
      { ...link, stale },
      { ...fields, ...lists, status: 'resolved', resolvingComment: text },
    );
    for (const answer of [worst, resolved, { kind: 'several', answers: Array(5).fill(worst) } as const]) {
      const rendered = render(answer, 'de');
      expect(sizeOf(rendered)).toBeLessThan(20_000);
      expect(parse(rendered).complaints).toEqual([]);
      expect(rendered.summary.length).toBeLessThanOrEqual(160);
      expect(actionsOf(rendered)).toContainEqual(expect.objectContaining({ url: link.portalUrl }));
    }
  },
);

const several: Answer = {
  kind: 'several',
  answers: [answerOf('30'), { ...failureOf('not-found'), askedId: '999999' }, answerOf('31')],
};

test('several incidents, failures among them, are one card in the order they were asked for', () => {
  const rendered = render(several);
  expect(rendered.summary).toBe('Incidents 30 (High, Active), 999999, 31 (Medium, Resolved)');
  expect(textsOf(rendered).filter((text) => /^Incident \d+/.test(text))).toEqual([
    'Incident 30: Ransomware activity on a file server',
    'Incident 999999',
    expect.stringMatching(/^Incident 999999 was not found\..* Reference: ABCD2345$/),
    'Incident 31: Phishing mail reported by a user',
  ]);
});

test('the foot of several incidents gives the time of the oldest, and is left out where there is none', () => {
  const older = answerOf('31', { fetchedAt: fetchedAt - 15_000 });
  const both = render({ kind: 'several', answers: [answerOf('30'), older] });
  expect(textsOf(both).at(-2)).toContain('2026-02-25T16:59:45Z');
  const none = render({ kind: 'several', answers: [failureOf('timeout'), failureOf('timeout')] });
  expect(textsOf(none).join()).not.toContain('As of');
  expect(parse(none).complaints).toEqual([]);
});

test('every failure has a wording of its own, with the reference and nothing from inside', () => {
  const texts = failureCodes.map((code) => failureText(failureOf(code)));
  expect(new Set(texts).size).toBe(failureCodes.length);
  for (const code of failureCodes) {
    const rendered = render(failureOf(code));
    expect(rendered).toMatchObject({ kind: 'text', text: expect.stringMatching(/Reference: ABCD2345$/) });
    expect(JSON.stringify(rendered)).not.toMatch(/undefined|null|Error|stack|http/);
    expect(rendered.summary.length).toBeLessThanOrEqual(160);
  }
  expect(failureText(failureOf('missing-permission'))).toContain('SecurityIncident.Read.All');
  expect(failureText(failureOf('throttled'))).toContain('37 seconds');
  expect(failureText(failureOf('invalid-id'))).toContain('not an incident number');
  expect(failureText({ ...failureOf('not-allowed'), contact: 'soc@contoso.com' })).toContain('Ask soc@contoso.com.');
});

test('a list is small whatever its incidents hold, and its links are only theirs', () => {
  const hostile = '](https://evil.example) [x](https://evil.example) <at>x</at> ** ';
  const fields = {
    displayName: hostile.repeat(200),
    assignedTo: hostile.repeat(9),
    severity: hostile,
    status: hostile,
  };
  const one = answerOf(
    '29',
    { portalUrl: `https://security.microsoft.com/incident2/29/(a)/${'x'.repeat(440)}` },
    fields,
  );
  const list = gallery.find(({ name }) => name === 'list')?.answer as Answer & { kind: 'list' };
  const rendered = render({ ...list, answers: Array(10).fill(one) }, 'de');
  expect(sizeOf(rendered)).toBeLessThan(20_000);
  expect(parse(rendered).complaints).toEqual([]);
  const links = textsOf(rendered).flatMap((text) => text.match(/\]\([^)]*\)/g) ?? []);
  expect(new Set(links)).toEqual(new Set([`](${one.portalUrl.replace('(a)', '%28a%29')})`]));
});

test('help shows what can be typed, and whom to ask for those who may not', () => {
  const allowed = render({ kind: 'help', allowed: true });
  expect(parse(allowed).complaints).toEqual([]);
  expect(textsOf(allowed)).toEqual(expect.arrayContaining(['/incident 29', '/incident 29 30 31', 'help']));
  const denied = render({ kind: 'help', allowed: false, contact: 'the SOC lead' });
  expect(textsOf(denied)[1]).toBe('You may not see incidents here. Ask the SOC lead.');
});

test('a hint is one line with the nearest form', () => {
  expect(render({ kind: 'hint', suggestion: '/incident 31' })).toMatchObject({
    kind: 'text',
    text: expect.stringContaining('/incident 31'),
  });
});

test('a hint about a filter says which there are', () => {
  expect(render({ kind: 'hint', suggestion: '/incidents high', filters: ['high', 'in progress'] })).toMatchObject({
    kind: 'text',
    text: 'I did not understand that filter. Filters are: high, in progress. Try: /incidents high',
  });
});

/** What must not be left in any text: a link's form, a mention, a date function, an address, a change of direction. */
const active = /\]\(|<at|\{\{|https?:|\/\/|[\u202a-\u202e\u2066-\u2069]/i;

/** Matches the text that shows what was typed, or as much of it as there is room for. */
function startOf(typed: string, blank: string) {
  const [first = ''] = plainBlock(typed).split('\n\n');
  const start = [...new Intl.Segmenter().segment(first)]
    .slice(0, 12)
    .map(({ segment }) => segment)
    .join('');
  return expect.stringContaining(plainBlock(typed) === '' ? blank : start.length > 40 ? '' : start);
}

test('for any strings in an incident the card is valid, small, shows them as typed and expands nothing', () => {
  const free = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'binary', maxLength: 5_000, size: 'max' }),
    fc.constantFrom('$'.concat('{portalUrl}'), '{{DATE(x)}}', '`', '[a](https://b)', '<at>x</at>', '${', '}', '\\'),
    fc
      .array(fc.constantFrom('[a](https://b)', '<at>', '\n', '\n\n- ', '**', '{{TIME(', 'x ', '&lt;'), {
        maxLength: 99,
      })
      .map((parts) => parts.join('')),
  );
  const incident = fc.record({
    displayName: free,
    assignedTo: free,
    status: free,
    severity: free,
    classification: free,
    determination: free,
    lastModifiedBy: free,
    summary: free,
    description: free,
    resolvingComment: free,
    customTags: fc.array(free, { maxLength: 5 }),
    systemTags: fc.array(free, { maxLength: 5 }),
    incidentWebUrl: fc.oneof(
      free,
      free.map((text) => `https://security.microsoft.com/${text}`),
    ),
    tenantId: free,
    comments: fc.array(fc.record({ comment: free, createdByDisplayName: free, createdDateTime: free }), {
      maxLength: 3,
    }),
  });
  const locales = fc.constantFrom('en', 'de', 'fr', 'es', 'it', 'pt-BR', 'ja');
  fc.assert(
    fc.property(incident, locales, fc.boolean(), (fields, locale, isStale) => {
      // Nothing but an id is no incident, and is refused before anything is drawn.
      fc.pre([fields.displayName, fields.status, fields.severity].some((text) => text.trim() !== ''));
      const stale = { ...failureOf('unavailable'), ageMs: 60_000 };
      const { incident: decoded } = answerOf('29', {}, fields);
      const link = choosePortalLink(decoded, clouds.global, 'cfcdbe43-297b-4c6b-ac7e-8d7f6befb514');
      const answer = answerOf('29', { ...link, ...(isStale && { stale, askedId: '12', mergedFrom: ['12'] }) }, fields);
      const single = render(answer, locale);
      const five = render({ kind: 'several', answers: Array(5).fill(answer) }, locale);
      for (const rendered of [single, five]) {
        expect(parse(rendered).complaints).toEqual([]);
        expect(sizeOf(rendered)).toBeLessThan(20_000);
        expect(rendered.summary.length).toBeLessThanOrEqual(160);
        expect(rendered.summary).not.toMatch(active);
        const links = actionsOf(rendered).flatMap(({ url }) => (url === undefined ? [] : [url]));
        expect(new Set(links)).toEqual(new Set([link.portalUrl]));
        for (const text of textsOf(rendered)) {
          expect(text.trim()).not.toBe('');
          expect(text.replace(/\{\{(DATE|TIME)\(\d{4}-\d\d-\d\dT[\d:]{8}Z(,SHORT)?\)\}\}/g, '')).not.toMatch(active);
          expect(text.replace(/\\[\\`*_~[\]]/g, '')).not.toMatch(/[*_`~[\]]/);
        }
      }
      const shown = textsOf(single).map(asShown);
      const untitled = createWordings()(locale).say('card.untitled');
      expect(shown).toContainEqual(startOf(fields.displayName, untitled));
      for (const typed of [fields.assignedTo, fields.lastModifiedBy, fields.summary, fields.description]) {
        if (plainBlock(typed) !== '') expect(shown).toContainEqual(startOf(typed, ''));
      }
    }),
    fuzzOptions(300),
  );
});

test.each([
  ['ja-JP', 'ja', '重大度', '高', '担当者: admin@contoso.com', 'Defender ポータルで開く'],
  ['de-DE', 'de', 'Schweregrad', 'Hoch', 'Zugewiesen an admin@contoso.com', 'Im Defender-Portal öffnen'],
  ['fr', 'fr', 'Gravité', 'Élevée', 'Attribué à admin@contoso.com', 'Ouvrir dans le portail Defender'],
  ['pt-BR', 'pt', 'Gravidade', 'Alta', 'Atribuído a admin@contoso.com', 'Abrir no portal do Defender'],
  ['xx-YY', 'en', 'Severity', 'High', 'Assigned to admin@contoso.com', 'Open in Defender portal'],
  [undefined, 'en', 'Severity', 'High', 'Assigned to admin@contoso.com', 'Open in Defender portal'],
])('for the locale %s the card speaks %s', (locale, lang, label, severity, assignee, button) => {
  const rendered = render(answerOf('29'), locale);
  expect(textsOf(rendered)).toEqual(expect.arrayContaining([label, severity, assignee]));
  expect(rendered).toMatchObject({ card: { lang } });
  expect(actionsOf(rendered).map(({ title }) => title)).toContain(button);
  expect(parse(rendered).complaints).toEqual([]);
});
