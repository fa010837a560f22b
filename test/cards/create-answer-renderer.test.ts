import { AdaptiveCard, SerializationContext, Version } from 'adaptivecards';
import fc from 'fast-check';
import { createAnswerRenderer, type RenderedAnswer } from '../../src/cards/create-answer-renderer.ts';
import { plainLine } from '../../src/cards/inert-text.ts';
import { createWordings } from '../../src/cards/wording.ts';
import type { Answer, FailureAnswer, IncidentAnswer } from '../../src/commands/answer.ts';
import { failureCodes } from '../../src/incidents/failure.ts';
import { decodeGraphIncident } from '../../src/incidents/sources/decode-graph-incident.ts';
import { sampleIncidents } from '../../src/sandbox/sample-incidents.ts';
import { fuzzOptions } from '../support/fuzz-options.ts';

const render = createAnswerRenderer();
const failureText = createWordings()('en').failure;
const portalUrl = 'https://security.microsoft.com/incident2/29/overview?tid=x';

function answerOf(id: string, differences: Partial<IncidentAnswer> = {}, fields: object = {}): IncidentAnswer {
  const incident = decodeGraphIncident(JSON.stringify({ ...sampleIncidents.get(id), ...fields }));
  return { kind: 'incident', askedId: id, incident, portalUrl, mergedFrom: [], ...differences };
}

function failureOf(code: FailureAnswer['code']): FailureAnswer {
  return {
    kind: 'failure',
    code,
    reference: 'ABCD2345',
    askedId: '30',
    role: 'SecurityIncident.Read.All',
    retryAfterSeconds: 37,
  };
}

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

test('incident 29 in reading order, with its link and a line for the lock screen', () => {
  const rendered = render(answerOf('29'));
  expect(textsOf(rendered)).toEqual([
    'Incident 29',
    'Multi-stage incident involving Execution & Command and control on one endpoint',
    'Severity',
    'High',
    'Status',
    'Active',
    'Assigned to admin@contoso.com',
    'Updated {{DATE(2026-02-25T16:29:33Z,SHORT)}} {{TIME(2026-02-25T16:29:33Z)}} (2026-02-25 16:29 UTC)',
  ]);
  expect(rendered).toMatchObject({
    kind: 'card',
    summary:
      'Incident 29 · High · Active · admin@contoso.com · Multi-stage incident involving Execution & Command and control on one endpoint',
    card: {
      type: 'AdaptiveCard',
      version: '1.5',
      actions: [{ type: 'Action.OpenUrl', title: 'Open in Defender portal', url: portalUrl }],
    },
  });
});

test.each([...sampleIncidents.keys()])('sample %s is a card that the real renderer takes without complaint', (id) => {
  const rendered = render(answerOf(id));
  expect(parse(rendered).complaints).toEqual([]);
  expect(rendered.summary.length).toBeLessThanOrEqual(160);
  expect(JSON.stringify(rendered)).not.toMatch(/undefined|\[object|\$\{(?!assignedTo)/);
});

test.each([
  ['high', 'High', 'attention'],
  ['medium', 'Medium', 'warning'],
  ['low', 'Low', 'accent'],
  ['informational', 'Informational', 'default'],
  ['unknown', 'Unknown', 'default'],
  ['Catastrophic', 'Catastrophic', 'default'],
])('severity %s is the word %s in %s', (severity, word, color) => {
  const card = JSON.stringify(render(answerOf('29', {}, { severity })));
  expect(card).toContain(JSON.stringify({ text: word, weight: 'Bolder', color }).slice(1, -1));
});

test.each([
  ['active', 'Active'],
  ['inProgress', 'In progress'],
  ['awaitingAction', 'Awaiting action'],
  ['resolved', 'Resolved'],
  ['redirected', 'Redirected'],
  ['somethingNewIn2027', 'Something new in2027'],
  ['', 'Unknown'],
])('status %j reads %j', (status, words) => {
  expect(textsOf(render(answerOf('29', {}, { status, severity: 'high' })))).toContain(words);
});

test('an unassigned incident says so', () => {
  expect(textsOf(render(answerOf('30')))).toContain('Unassigned');
  expect(render(answerOf('30')).summary).toContain('· unassigned ·');
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

test.each(['*', '<', '[', 'https://', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}', '\u65e5'])(
  'five incidents of nothing but %j make a card under 28 KB',
  (character) => {
    const text = character.repeat(100_000 / character.length);
    const fields = {
      displayName: text,
      assignedTo: text,
      status: text,
      severity: text,
      incidentWebUrl: `https://security.microsoft.com/${text}`,
    };
    const rendered = render({ kind: 'several', answers: Array.from({ length: 5 }, () => answerOf('29', {}, fields)) });
    expect(Buffer.byteLength(JSON.stringify(rendered))).toBeLessThan(28 * 1024);
    expect(render(answerOf('29', {}, fields)).summary.length).toBeLessThanOrEqual(160);
    expect(parse(rendered).complaints).toEqual([]);
  },
);

test('several incidents, failures among them, are one card in the order they were asked for', () => {
  const answer: Answer = { kind: 'several', answers: [answerOf('30'), failureOf('not-found'), answerOf('31')] };
  const rendered = render(answer);
  expect(parse(rendered).complaints).toEqual([]);
  expect(rendered.summary).toBe('Incidents 30, 30, 31');
  expect(textsOf(rendered).filter((text) => /^Incident \d+/.test(text))).toEqual([
    'Incident 30: Ransomware activity on a file server',
    'Incident 30',
    expect.stringMatching(/^Incident 30 was not found\..* Reference: ABCD2345$/),
    'Incident 31: Phishing mail reported by a user',
  ]);
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

test('for any strings in an incident the card is valid, shows them as typed and expands nothing', () => {
  const free = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('$'.concat('{portalUrl}'), '{{DATE(x)}}', '`', '[a](https://b)', '<at>x</at>', '${', '}', '\\'),
  );
  fc.assert(
    fc.property(free, free, free, free, (displayName, assignedTo, status, severity) => {
      // Nothing but an id is no incident, and is refused before anything is drawn.
      fc.pre([displayName, status, severity].some((text) => text.trim() !== ''));
      const rendered = render(answerOf('29', {}, { displayName, assignedTo, status, severity }));
      expect(parse(rendered).complaints).toEqual([]);
      const title = textsOf(rendered)[1]
        ?.replaceAll('\u200b', '')
        .replace(/\\([\\`*_~[\]])/g, '$1');
      expect(title).toBe(plainLine(displayName) || 'Incident 29');
      expect(JSON.stringify(rendered).match(/https?:\/\//g)?.length).toBe(2);
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
  expect(rendered).toMatchObject({ card: { lang, actions: [{ title: button }] } });
  expect(parse(rendered).complaints).toEqual([]);
});
