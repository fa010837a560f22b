import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type SampleIncident, sampleIncidents, sampleTenantId } from '../src/sandbox/sample-incidents.ts';
import { asker, bot as botAccount, createInvoke, createMessage, inChannel } from './support/activities.ts';
import { actionsOf, type CardElement, elementsOf } from './support/card-elements.ts';
import type { PostedActivity } from './support/fake-connector.ts';
import { allApis } from './support/sources.ts';
import { type BotOptions, type RunningBot, startBot } from './support/start-bot.ts';

let bot: RunningBot;
const start = async (options?: BotOptions) => {
  bot = await startBot(options);
};
afterEach(() => bot.close());

/** Asks, and returns the message that came back. */
async function ask(text: string, differences: object = {}): Promise<PostedActivity> {
  const before = bot.connector.messages().length;
  const response = await bot.post(createMessage(text, bot.connector.serviceUrl, differences));
  expect(response.status).toBe(200);
  expect(bot.connector.messages()).toHaveLength(before + 1);
  return bot.connector.messages()[before] as PostedActivity;
}

/** Everything a person can read of a message. */
const shown = ({ activity }: PostedActivity): string =>
  JSON.stringify(activity.attachments?.[0].content.body ?? activity.text);

/** Answers a post with a bare status. In steps: restify's patched `writeHead` returns nothing. */
function refuse(response: ServerResponse, status: number, headers: Record<string, string> = {}): boolean {
  response.writeHead(status, headers);
  response.end();
  return true;
}

const portal = `https://security.microsoft.com/incident2/29/overview?tid=${sampleTenantId}`;

describe('what a person types', () => {
  test.each([
    ['/incident 29', ['29'], 'Multi-stage incident'],
    ['29', ['29'], 'Multi-stage incident'],
    ['INC-29', ['29'], 'Multi-stage incident'],
    [portal, ['29'], 'Multi-stage incident'],
    [`<a href="${portal}">x</a>`, ['29'], 'Multi-stage incident'],
    ['/incident 29 30 31', ['29', '30', '31'], 'Ransomware activity'],
    ['/incident 12', ['12', '29'], 'You asked for 12; it was merged into 29.'],
    ['/incident 999999', ['999999'], 'Incident 999999 was not found'],
    ['/incident 1 2 3 4 5 6', [], 'more than 5'],
    ['/incident 0', [], 'not an incident number'],
    ['-1', [], 'not an incident number'],
    ['1e3', [], 'not an incident number'],
    ['12345678901234567890', [], 'not an incident number'],
    ['29; drop', [], 'not an incident number'],
    ['https://security.microsoft.com/incident2/29?tid=12f988bf-16f1-11af-11ab-1d7cd011db47', [], 'another tenant'],
    ['/incident', [], '/incident 29 30 31'],
    ['help', [], '/incident 29 30 31'],
    ['?', [], '/incident 29 30 31'],
    ['/incidnet 29', [], 'Try: /incident 29'],
    ['good morning', [], 'Try: /incident 29'],
    ['https://security.microsoft.com.evil.example/incident2/29', [], 'Try: /incident 29'],
  ])('%j asks the API for exactly %j', async (text, ids, answer) => {
    await start();
    expect(shown(await ask(text))).toContain(answer);
    expect(bot.askedIds()).toEqual(expect.arrayContaining(ids));
    expect(bot.askedIds()).toHaveLength(ids.length);
  });

  test('several answers stand in the order that was asked for', async () => {
    await start();
    const text = shown(await ask('/incident 31 999999 30'));
    const places = ['Incident 31:', 'Incident 999999', 'Incident 30:'].map((part) => text.indexOf(part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.every((place) => place >= 0)).toBe(true);
  });
});

test('the card carries id, title, status, severity, assignee, link and summary', async () => {
  await start();
  const { activity } = await ask('/incident 29');
  expect(activity.attachments[0].contentType).toBe('application/vnd.microsoft.card.adaptive');
  for (const text of [
    'Incident 29',
    'Multi-stage incident involving Execution & Command and control on one endpoint',
    'Active',
    'High',
    'admin@contoso.com',
  ]) {
    expect(shown({ activity } as PostedActivity)).toContain(text);
  }
  const opens = actionsOf(activity.attachments[0].content).filter(({ type }) => type === 'Action.OpenUrl');
  expect(opens.map(({ url }) => url)).toEqual([portal]);
  expect(activity.summary).toMatch(/^Incident 29 · High · Active · admin@contoso\.com/);
  expect(activity.text).toBeUndefined();
});

test('with CARD_TEXT the line of the lock screen goes along as plain text', async () => {
  await start({ env: { CARD_TEXT: 'true' } });
  const { activity } = await ask('/incident 37');
  expect(activity).toMatchObject({ text: activity.summary, textFormat: 'plain', attachments: [expect.anything()] });
  expect(activity.text).not.toMatch(/<at|https:|\]\(/);
});

test.each([
  ['ja-JP', '/incident 29', '担当者: admin@contoso.com'],
  ['ja-JP', '/incident 999999', '見つかりませんでした'],
  ['de-DE', '/incident 0', 'keine Incident-Nummer'],
  ['fr-FR', 'bonjour', 'Essayez : /incident 29'],
  ['es-ES', 'help', 'Varios a la vez'],
  ['xx-YY', '/incident 29', 'Assigned to admin@contoso.com'],
])('a person whose Teams speaks %s and who types %j reads %j', async (locale, text, answer) => {
  await start();
  expect(shown(await ask(text, { locale }))).toContain(answer);
});

/** The incidents without what Graph v1.0 alone tells. */
const toldByAll = new Map(
  [...sampleIncidents].map(([id, incident]) => {
    const untold = {
      priorityScore: null,
      lastModifiedBy: null,
      summary: null,
      description: null,
      resolvingComment: null,
    };
    return [id, { ...incident, ...untold, systemTags: [] }];
  }),
);

test('the three APIs give the same card for what all of them tell, but for the foot that names the API', async () => {
  const cards: string[][] = [];
  for (const api of allApis) {
    await start({ env: { INCIDENT_API: api }, sandbox: { incidents: toldByAll }, now: () => 1_800_000_000_000 });
    const drawn: string[] = [];
    for (const ids of ['29 2972395 31 35 36', '29', '12', '30', '31', '32', '34', '35', '37', '38']) {
      const { content } = (await ask(`/incident ${ids}`)).activity.attachments[0];
      drawn.push(JSON.stringify(content).replace(/From Microsoft (Graph v1\.0|Graph beta|Defender XDR API)/, 'From'));
    }
    cards.push(drawn);
    if (api !== allApis.at(-1)) await bot.close();
  }
  expect(cards[1]).toEqual(cards[0]);
  expect(cards[2]).toEqual(cards[0]);
});

describe('when the API fails', () => {
  test.each([
    ['90401', 'could not sign in'],
    ['90403', 'SecurityIncident.Read.All'],
    ['90413', 'no Microsoft Defender XDR'],
    ['90429', 'in 37 seconds'],
    ['90500', 'not available right now'],
    ['90503', 'not available right now'],
    ['90002', 'not available right now'],
    ['90003', 'not available right now'],
    ['90004', 'not available right now'],
    ['90005', 'not available right now'],
    ['15', 'merged in a circle'],
    ['50', 'too many times over'],
  ])('incident %s is answered with its own words, and the next question as ever', async (id, words) => {
    await start();
    expect(shown(await ask(`/incident ${id}`))).toContain(words);
    expect(shown(await ask('/incident 29'))).toContain('Multi-stage incident');
  });

  test('an API that hangs is answered for within nine seconds, with one typing sign first', async () => {
    await start();
    const began = Date.now();
    expect(shown(await ask('/incident 90001'))).toContain('took too long');
    expect(Date.now() - began).toBeLessThan(9_000);
    expect(bot.connector.posted.map(({ activity }) => activity.type)).toEqual(['typing', 'message']);
  });

  test('an earlier answer stands in while the API is down, and says its age', async () => {
    let time = Date.now();
    await start({ now: () => time });
    await ask('/incident 30');
    await bot.sandbox.close();
    time += 180_000;
    const text = shown(await ask('/incident 30'));
    expect(text).toContain('said 3 minutes ago');
    const line = JSON.parse(bot.logged.findLast((logged) => logged.includes('question')) ?? '');
    expect(line).toMatchObject({ outcome: 'answered-stale', upstream: [{ code: 'ECONNREFUSED' }] });
    expect(text).toContain(`Reference: ${line.reference}`);
    expect(text).toContain('Ransomware activity');
    expect(shown(await ask('/incident 31'))).toContain('not available right now');
  });

  test('the reference in the answer is in the log, and nothing of the incident or the question is', async () => {
    await start();
    const reference = /Reference: (\w+)/.exec(shown(await ask('/incident 90500')))?.[1] ?? 'none';
    await ask('/incident 30');
    await ask('tell me about Ransomware');
    const lines = bot.logged.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'question');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatchObject({
      reference,
      who: asker.aadObjectId,
      tenant: sampleTenantId,
      place: 'personal',
      door: 'message',
      command: 'incident',
      asked: ['90500'],
      answered: [],
      outcome: 'unavailable',
      calls: 3,
      ms: expect.any(Number),
      upstream: [{ code: 'InternalServerError', status: 500 }],
    });
    expect(bot.logged.join('')).not.toMatch(/Ransomware|tell me|contoso\.com|Bearer/);
  });
});

describe('Refresh', () => {
  const incidents = new Map(sampleIncidents);
  const change = (id: string, fields: Partial<SampleIncident>) =>
    incidents.set(id, { ...(sampleIncidents.get(id) as SampleIncident), ...fields });
  afterEach(() => {
    for (const [id, incident] of sampleIncidents) incidents.set(id, incident);
  });

  /** Asks for a card, and returns what its Refresh button sends. */
  async function refreshButton(text: string, differences: object = {}) {
    const { activity } = await ask(text, differences);
    return (
      actionsOf(activity.attachments[0].content).find(({ title, type }) => title && type === 'Action.Execute') ?? {}
    );
  }

  /** Presses the button, and returns what the caller's client is answered. */
  async function press({ type, verb, data }: CardElement, differences: object = {}): Promise<CardElement> {
    const value = { action: { type, verb, data }, trigger: 'manual' };
    const response = await bot.post(createInvoke('adaptiveCard/action', value, bot.connector.serviceUrl, differences));
    expect(response.status).toBe(200);
    return (await response.json()) as CardElement;
  }

  test('shows the caller the incident as it is now, past the cache, and updates the message for everybody', async () => {
    await start({ sandbox: { incidents }, env: { INCIDENT_CACHE_SECONDS: '600' } });
    const button = await refreshButton('/incident 30', inChannel());
    change('30', { status: 'inProgress', assignedTo: 'kai@contoso.com' });
    const reply = await press(button, { ...inChannel(), replyToId: 'posted-1' });
    expect(reply).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' });
    expect(JSON.stringify(reply.value)).toContain('Assigned to kai@contoso.com');
    expect(bot.connector.updated).toHaveLength(1);
    expect(bot.connector.updated[0]).toMatchObject({
      conversationId: inChannel().conversation.id,
      replyToId: 'posted-1',
      activity: {
        type: 'message',
        summary: 'Incident 30 · High · In progress · kai@contoso.com · Ransomware activity on a file server',
        attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: reply.value }],
      },
    });
    expect(bot.connector.messages()).toHaveLength(1);
    expect(bot.askedIds()).toEqual(['30', '30']);
    expect(JSON.parse(bot.logged.findLast((line) => line.includes('question')) ?? '')).toMatchObject({
      door: 'refresh',
      asked: ['30'],
      answered: ['30'],
      who: asker.aadObjectId,
      place: 'channel',
    });
  });

  test('keeps the language of the card and what was asked for', async () => {
    await start({ sandbox: { incidents } });
    const button = await refreshButton('/incident 12', { locale: 'de-DE' });
    const reply = await press(button, { locale: 'fr-FR' });
    expect(JSON.stringify(reply.value)).toContain('Sie haben nach 12 gefragt; er wurde mit 29 zusammengeführt.');
  });

  test('renews all incidents of a card, failures that are facts among them', async () => {
    await start({ sandbox: { incidents } });
    const button = await refreshButton('/incident 30 999999 31');
    change('31', { status: 'active' });
    const reply = await press(button);
    expect(JSON.stringify(reply.value)).toMatch(/Incident 30:.*Incident 999999 was not found.*Incident 31:/);
    expect(JSON.stringify(reply.value)).not.toContain('Resolved');
  });

  test('by somebody who may not leaves the card as it was, and says why to them alone', async () => {
    await start({ env: { ALLOWED_USERS: asker.aadObjectId, ACCESS_CONTACT: 'the SOC lead' } });
    const button = await refreshButton('/incident 30');
    const from = { id: '29:stranger', aadObjectId: 'ffffffff-ffff-4fff-8fff-ffffffffffff' };
    const reply = await press(button, { from, replyToId: 'posted-1', locale: 'en-US' });
    expect(reply).toEqual({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: expect.stringMatching(/^You may not see incidents here\. Ask the SOC lead\. Reference: \w{8}$/),
    });
    expect(bot.connector.updated).toEqual([]);
    expect(bot.connector.messages()).toHaveLength(1);
    expect(bot.askedIds()).toEqual(['30']);
  });

  test.each([
    ['30', '/incident 30'],
    ['30 31', '/incident 30 31'],
  ])('of %s while the API is down leaves the card as it was, and says why', async (_, text) => {
    await start();
    const button = await refreshButton(text);
    await bot.sandbox.close();
    const reply = await press(button, { locale: 'ja-JP', replyToId: 'posted-1' });
    expect(reply).toMatchObject({ type: 'application/vnd.microsoft.activity.message' });
    expect(reply.value).toContain('セキュリティ API は現在利用できません');
    expect(bot.connector.updated).toEqual([]);
  });

  test('of an incident that the API no longer has says so', async () => {
    await start({ sandbox: { incidents } });
    const button = await refreshButton('/incident 30');
    incidents.delete('30');
    expect((await press(button)).value).toContain('Incident 30 was not found');
    expect(bot.connector.updated).toEqual([]);
  });

  test('is answered within four seconds by an API that hangs, and by a connector that does', async () => {
    await start();
    const button = await refreshButton('/incident 30');
    const began = Date.now();
    expect((await press({ ...button, data: { incidents: '90001' } })).value).toContain('took too long');
    expect(Date.now() - began).toBeLessThan(4_000);
    bot.connector.intercept = () => true;
    const again = Date.now();
    expect((await press(button, { replyToId: 'posted-1' })).type).toBe('application/vnd.microsoft.card.adaptive');
    expect(Date.now() - again).toBeLessThan(4_000);
  });

  test.each([
    ['refuses the update', { replyToId: 'posted-1' }],
    ['names no message', {}],
  ])('gives the caller the card even if Teams %s, and logs it', async (_, fields) => {
    await start();
    const button = await refreshButton('/incident 30');
    bot.connector.intercept = (__, response) => refuse(response, 403);
    expect((await press(button, fields)).type).toBe('application/vnd.microsoft.card.adaptive');
    expect(bot.logged.join('')).toContain('card not updated');
  });

  test('that Teams throttles is not written later, when it may be older than what stands there', async () => {
    await start({ sandbox: { incidents } });
    const button = await refreshButton('/incident 30');
    bot.connector.intercept = (_, response) =>
      bot.connector.updated.length === 1 && refuse(response, 429, { 'Retry-After': '1' });
    const first = press(button, { replyToId: 'posted-1' });
    while (bot.connector.updated.length === 0) await delay(10);
    change('30', { assignedTo: 'kai@contoso.com' });
    await press(button, { replyToId: 'posted-1' });
    await first;
    await delay(1_500);
    expect(bot.connector.updated.map((update) => shown(update).includes('kai@contoso.com'))).toEqual([false, true]);
  });

  test('that is delivered again is answered again, and posts nothing', async () => {
    await start();
    const button = await refreshButton('/incident 30');
    const replies = await Promise.all([1, 2].map(() => press(button, { id: 'the same', replyToId: 'posted-1' })));
    expect(replies.map(({ type }) => type)).toEqual(Array(2).fill('application/vnd.microsoft.card.adaptive'));
    expect(bot.connector.messages()).toHaveLength(1);
  });

  test.each([
    ['no data', undefined],
    ['a text', 'x'],
    ['no incidents', {}],
    ['a command', { incidents: 'help' }],
    ['a link', { incidents: portal }],
    ['six incidents', { incidents: '1 2 3 4 5 6' }],
    ['a number', { incidents: 29 }],
    ['a list', { incidents: ['29'] }],
    ['a long number', { incidents: '9'.repeat(20) }],
    ['an injection', { incidents: '29/../30' }],
  ])('with %s for data is refused, and costs nothing', async (_, data) => {
    await start();
    expect(await press({ type: 'Action.Execute', verb: 'refresh', data }, { locale: 'de-DE' })).toEqual({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: 'Diese Schaltfläche nennt keinen Incident. Fragen Sie noch einmal, zum Beispiel: /incident 29',
    });
    expect(bot.sandbox.calls).toEqual([]);
  });

  test('of incident 0 is refused in words, and costs nothing', async () => {
    await start();
    const reply = await press({ type: 'Action.Execute', verb: 'refresh', data: { incidents: '0' } });
    expect(reply.value).toContain('not an incident number');
    expect(bot.sandbox.calls).toEqual([]);
  });

  test('with an odd language speaks English', async () => {
    await start();
    for (const lang of [5, {}, 'xx', '__proto__', 'x'.repeat(100)]) {
      const reply = await press({ type: 'Action.Execute', verb: 'refresh', data: { incidents: '30', lang } });
      expect(JSON.stringify(reply.value)).toContain('Severity');
    }
  });

  describe('by Action.Submit, from clients that know no Action.Execute', () => {
    const submit = ({ fallback }: CardElement, differences: object = {}) =>
      bot.post(createMessage('', bot.connector.serviceUrl, { text: undefined, value: fallback.data, ...differences }));

    test('updates the message, and posts none', async () => {
      await start({ sandbox: { incidents } });
      const button = await refreshButton('/incident 30');
      change('30', { assignedTo: 'kai@contoso.com' });
      expect((await submit(button, { replyToId: 'posted-1' })).status).toBe(200);
      expect(bot.connector.updated).toHaveLength(1);
      expect(shown(bot.connector.updated[0] as PostedActivity)).toContain('kai@contoso.com');
      expect(bot.connector.messages()).toHaveLength(1);
    });

    test('posts the card where the message can not be updated', async () => {
      await start();
      const button = await refreshButton('/incident 30');
      expect((await submit(button)).status).toBe(200);
      expect(shown(bot.connector.messages()[1] as PostedActivity)).toContain('Ransomware');
    });

    test('by somebody who may not leaves the card as it was, and says why only where nobody else reads it', async () => {
      await start({ env: { ALLOWED_USERS: asker.aadObjectId } });
      const button = await refreshButton('/incident 30');
      const stranger = { from: { id: '29:stranger' }, replyToId: 'posted-1' };
      await submit(button, { ...stranger, ...inChannel() });
      expect(bot.connector.messages()).toHaveLength(1);
      await submit(button, stranger);
      expect(shown(bot.connector.messages()[1] as PostedActivity)).toContain('You may not');
      expect(bot.connector.updated).toEqual([]);
      expect(bot.askedIds()).toEqual(['30']);
    });

    test.each([{ verb: 'refresh', incidents: 'x' }, { verb: 'delete', incidents: '29' }, {}, 5])(
      'with %j, which no card of ours sends, is left alone',
      async (value) => {
        await start();
        const press = createMessage('', bot.connector.serviceUrl, { text: undefined, value });
        expect((await bot.post(press)).status).toBe(200);
        expect(bot.connector.posted).toEqual([]);
      },
    );

    test('is answered within nine seconds by a slow API and a connector that hangs', async () => {
      await start();
      bot.connector.intercept = (request) => request.method === 'PUT';
      const fallback = { data: { verb: 'refresh', incidents: '90006' } };
      const began = Date.now();
      await submit({ fallback }, { replyToId: 'posted-1' });
      expect(Date.now() - began).toBeLessThan(9_000);
      expect(bot.connector.messages()).toHaveLength(1);
    });
  });
});

describe('/incidents', () => {
  test('lists the ten most urgent open incidents, with what tells them apart and a link each', async () => {
    await start();
    const { activity } = await ask('/incidents');
    const { content } = activity.attachments[0];
    const shows = elementsOf(content).flatMap(({ selectAction }) => (selectAction ? [selectAction] : []));
    expect(shows).toHaveLength(10);
    expect(shows[0]).toEqual({
      type: 'Action.Submit',
      data: { verb: 'show', incidents: expect.stringMatching(/^\d+$/), audience: 'everybody' },
    });
    const texts = shown({ activity } as PostedActivity);
    expect(texts).toContain('Open incidents');
    expect(texts).toMatch(/1 to 10 of \d\d, the most urgent first/);
    expect(texts).toContain('Incident 41 · High · Active');
    expect(texts).toContain('Unassigned · ');
    expect(texts).not.toContain('Resolved');
    expect(texts.match(/\[Open in Defender portal\]\(https:\/\/security\.microsoft\.com\/incident/g)).toHaveLength(10);
    expect(activity.summary).toMatch(/^Open incidents \(\d+\)$/);
    expect(bot.sandbox.calls.map(({ path }) => path)).toEqual([expect.stringContaining('/v1.0/security/incidents?')]);
  });

  test.each([
    ['/incidents high unassigned', ['41', '30']],
    ['incidents informational', ['34']],
    ['/incidents: low', ['36']],
    ['/incidents resolved', ['31']],
    ['/incidents in progress', ['32']],
    ['/incidents awaiting', ['33']],
    ['/incidents unassigned resolved', []],
    ['/incidents today', []],
  ])('%j lists exactly %j', async (text, ids) => {
    await start();
    const { activity } = await ask(text);
    const shows = elementsOf(activity.attachments[0].content).flatMap(({ selectAction }) => selectAction ?? []);
    expect(shows.map(({ data }) => data.incidents)).toEqual(ids);
    if (ids.length === 0)
      expect(shown({ activity } as PostedActivity)).toContain('No incident matches. Filters are: high');
  });

  test.each(['graph-v1.0', 'graph-beta'])('an old high incident is found among 400 open ones by %s', async (api) => {
    const incidents = new Map(
      Array.from({ length: 400 }, (_, n) => {
        const id = String(n + 1);
        const fields = n === 0 ? {} : { severity: 'medium', createdDateTime: '2026-02-01T00:00:00Z' };
        return [id, { ...(sampleIncidents.get('30') as SampleIncident), ...fields, id }];
      }),
    );
    await start({ sandbox: { incidents }, env: { INCIDENT_API: api } });
    const texts = shown(await ask('/incidents high'));
    expect(texts).toContain('Incident 1 · High');
    expect(texts).toContain('1 to 1 of 1');
    expect(texts).toContain('There are more in all; only the newest 151 were looked at.');
  });

  test('mine are those of the person whom Teams names, and nobody’s where it names none', async () => {
    await start();
    bot.connector.member = { id: asker.id, userPrincipalName: 'KaiC@contoso.onmicrosoft.com' };
    expect(shown(await ask('/incidents mine'))).toContain('Incident 2972395');
    expect(shown(await ask('/incidents mine'))).toContain('1 to 1 of 1');
    bot.connector.member = undefined;
    const stranger = { from: { id: '29:other', name: 'Other', aadObjectId: 'x' } };
    expect(shown(await ask('/incidents mine', stranger))).toContain('Teams did not say who you are');
  });

  test('More shows the rest to whoever asks, one by one, without another call', async () => {
    await start();
    const seen: string[] = [];
    let card = (await ask('/incidents', inChannel())).activity.attachments[0].content;
    for (let page = 1; page < 9; page++) {
      seen.push(...elementsOf(card).flatMap(({ selectAction }) => selectAction?.data.incidents ?? []));
      const more = actionsOf(card).find(({ title }) => title === 'More');
      if (more === undefined) break;
      const value = { action: { type: more.type, verb: more.verb, data: more.data } };
      const invoke = createInvoke('adaptiveCard/action', value, bot.connector.serviceUrl, inChannel());
      card = ((await (await bot.post(invoke)).json()) as CardElement).value;
    }
    const open = [...sampleIncidents.values()].filter(({ status }) => !['resolved', 'redirected'].includes(status));
    expect(seen).toHaveLength(open.length);
    expect(new Set(seen)).toEqual(new Set(open.map(({ id }) => id)));
    expect(bot.sandbox.calls).toHaveLength(1);
    expect(bot.connector.updated).toEqual([]);
  });

  test('a selected row is answered with its card, in the same thread', async () => {
    await start();
    await ask('/incidents', inChannel());
    const press = { text: undefined, value: { verb: 'show', incidents: '30' }, replyToId: 'posted-1', ...inChannel() };
    const { activity, conversationId } = await ask('', press);
    expect(shown({ activity } as PostedActivity)).toContain('Ransomware activity on a file server');
    expect(conversationId).toBe(inChannel().conversation.id);
  });

  test.each([
    ['/incidents hgih', 'Try: /incidents high'],
    ['/incidents of my team', 'Try: /incidents'],
    ['/incidnets high', 'Try: /incidents high'],
    ['/incidents mine unassigned', 'Try: /incidents mine'],
    ['/incidents resolved active', 'Try: /incidents resolved'],
    ['/incidents 29', 'Try: /incident 29'],
  ])('%j is answered with a form that can be read, and costs nothing', async (text, hint) => {
    await start();
    expect(shown(await ask(text))).toContain(hint);
    expect(bot.sandbox.calls).toEqual([]);
  });

  test.each([[{ list: 'drop table' }], [{ list: 'high page 2; x' }], [{ list: 5 }], [{ list: 'x'.repeat(500) }]])(
    'More with %j shows nothing that was not asked for',
    async (data) => {
      await start();
      const value = { action: { type: 'Action.Execute', verb: 'list', data } };
      const response = await bot.post(createInvoke('adaptiveCard/action', value, bot.connector.serviceUrl));
      expect(((await response.json()) as CardElement).type).toBe('application/vnd.microsoft.activity.message');
      expect(bot.sandbox.calls).toEqual([]);
    },
  );

  test('an earlier list stands in while the API is down, and says its age', async () => {
    let time = Date.now();
    await start({ now: () => time });
    await ask('/incidents high');
    await bot.sandbox.close();
    time += 180_000;
    const { activity } = await ask('/incidents');
    expect(shown({ activity } as PostedActivity)).toContain('said 3 minutes ago');
    expect(activity.summary).toMatch(/^3 minutes ago · Open incidents/);
    expect(shown(await ask('/incidents resolved'))).toContain('not available right now');
  });

  test('somebody who may not is told so, and costs nothing', async () => {
    await start({ env: { ALLOWED_USERS: 'somebody-else' } });
    expect(shown(await ask('/incidents'))).toContain('You may not');
    expect(bot.sandbox.calls).toEqual([]);
  });
});

describe('the compose box', () => {
  const invoke = async (name: string, value: object, differences: object = {}) => {
    const response = await bot.post(createInvoke(name, value, bot.connector.serviceUrl, differences));
    expect(response.status).toBe(200);
    return ((await response.json()) as CardElement).composeExtension;
  };
  const query = (text: string, more: object = {}) => ({
    commandId: 'findIncident',
    parameters: [{ name: 'query', value: text }],
    queryOptions: { skip: 0, count: 25 },
    ...more,
  });
  const search = (text: string, differences: object = {}) => invoke('composeExtension/query', query(text), differences);
  const opened = { commandId: 'findIncident', parameters: [{ name: 'initialRun', value: 'true' }] };
  const link = (url: string, differences: object = {}) => invoke('composeExtension/queryLink', { url }, differences);

  test('opened, it lists the open incidents, those that nobody works on first', async () => {
    await start();
    const { type, attachmentLayout, attachments } = await invoke('composeExtension/query', opened);
    expect([type, attachmentLayout]).toEqual(['result', 'list']);
    expect(attachments.length).toBeGreaterThan(10);
    expect(attachments.length).toBeLessThanOrEqual(25);
    expect(attachments[0]).toEqual({
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: expect.objectContaining({ type: 'AdaptiveCard', version: '1.3' }),
      preview: {
        contentType: 'application/vnd.microsoft.card.thumbnail',
        content: { title: 'Incident 56 · High · Active', text: expect.any(String) },
      },
    });
  });

  test.each([
    ['29', 'Incident 29 · High · Active'],
    ['#30', 'Incident 30 · High · Active'],
    [portal, 'Incident 29 · High · Active'],
    ['12', 'Incident 29 · High · Active'],
    ['31', 'Incident 31 · Medium · Resolved'],
    ['password spray', 'Incident 32 · Medium · In progress'],
    ['informational', 'Incident 34 · Informational · Active'],
  ])('%j finds %s', async (text, title) => {
    await start();
    const { attachments } = await search(text);
    expect(attachments.map(({ preview }: CardElement) => preview.content.title)).toEqual([title]);
    expect(JSON.stringify(attachments[0].content)).not.toContain('Action.Execute');
  });

  test('a client that names neither command nor parameter is answered, too', async () => {
    await start();
    const { attachments } = await invoke('composeExtension/query', { parameters: [{ value: '29' }] });
    expect(attachments).toHaveLength(1);
  });

  test.each([
    ['999999', 'Incident 999999 was not found'],
    ['no such words', 'No open incident matches'],
    ['https://security.microsoft.com/incident2/29?tid=12f988bf-16f1-11af-11ab-1d7cd011db47', 'another tenant'],
  ])('%j finds nothing, and says so', async (text, words) => {
    await start();
    expect(await search(text)).toEqual({ type: 'message', text: expect.stringContaining(words) });
  });

  describe('30 keystrokes cost at most three calls', () => {
    const typed = (text: string) => Array.from(text, (_, n) => text.slice(0, n + 1));
    const many = new Map(
      Array.from({ length: 400 }, (_, n) => [
        String(n + 1),
        { ...(sampleIncidents.get('29') as SampleIncident), id: String(n + 1) },
      ]),
    );

    test('of digits at once', async () => {
      await start();
      await Promise.all(typed('123456789012345678901234567890').map((text) => search(text)));
      expect(bot.sandbox.calls.length).toBeLessThanOrEqual(3);
    });

    test.each<[string, BotOptions]>([
      ['as usual', {}],
      ['where nothing is reused', { env: { INCIDENT_CACHE_SECONDS: '0' } }],
      ['where more is open than a list holds', { sandbox: { incidents: many } }],
    ])('of words, each after the answer to the one before, %s', async (_, options) => {
      await start(options);
      for (const text of typed('ransomware on a file server of')) await search(text);
      expect(bot.sandbox.calls.length).toBeLessThanOrEqual(3);
    });

    test('of digits, each after the answer to the one before', async () => {
      await start();
      for (const text of typed('1234567')) await search(text);
      expect(bot.sandbox.calls.length).toBeLessThanOrEqual(3);
    });
  });

  test('a number typed at an unhurried pace is looked up once, when it is finished', async () => {
    await start();
    const answers: Promise<CardElement>[] = [];
    for (const text of ['2', '29', '297', '2972', '29723', '297239', '2972395']) {
      answers.push(search(text));
      await delay(320);
    }
    const last = await answers.at(-1);
    expect(last?.attachments).toHaveLength(1);
    expect(bot.askedIds()).toEqual(['2972395']);
  });

  test('what is known already may be searched for as often as it takes', async () => {
    await start();
    for (let n = 0; n < 5; n++) expect((await search('29')).attachments).toHaveLength(1);
    expect(bot.askedIds()).toEqual(['29']);
  });

  test('what was typed over is answered with nothing at once, and the last with its incident', async () => {
    await start();
    const answers = await Promise.all(['2', '29', '297', '30'].map((text) => search(text)));
    expect(answers.map(({ attachments }) => attachments.length)).toEqual([0, 0, 0, 1]);
    expect(bot.askedIds()).toEqual(['30']);
  });

  test('further results come by pages', async () => {
    await start();
    const first = await invoke('composeExtension/query', query('contoso', { queryOptions: { skip: 0, count: 10 } }));
    const next = await invoke('composeExtension/query', query('contoso', { queryOptions: { skip: 10, count: 10 } }));
    const titles = [first, next].map(({ attachments }) =>
      attachments.map(({ preview }: CardElement) => preview.content.title),
    );
    expect(titles[0]).toHaveLength(10);
    expect(titles[1].length).toBeGreaterThan(0);
    expect(titles[0].filter((title: string) => titles[1].includes(title))).toEqual([]);
  });

  test.each([
    ['another command', { commandId: 'delete', parameters: [{ name: 'query', value: '29' }] }],
    ['no parameter', { commandId: 'findIncident' }],
    ['parameters of another type', { commandId: 'findIncident', parameters: 5 }],
    ['another parameter', { commandId: 'findIncident', parameters: [{ name: 'drop', value: '29' }] }],
  ])('%s is answered with nothing, and costs nothing', async (_, value) => {
    await start();
    expect(await invoke('composeExtension/query', value)).toEqual({
      type: 'result',
      attachmentLayout: 'list',
      attachments: [],
    });
    expect(bot.sandbox.calls).toEqual([]);
  });

  test('a pasted portal link becomes a card of version 1.3 without Refresh', async () => {
    await start();
    const { type, attachments } = await link(portal);
    expect(type).toBe('result');
    expect(attachments).toHaveLength(1);
    const [{ content, preview }] = attachments;
    expect(content.version).toBe('1.3');
    expect(JSON.stringify(content)).toContain('Multi-stage incident');
    expect(JSON.stringify(content)).not.toMatch(/Action\.Execute|"refresh"|"heading"/);
    expect(preview.content.title).toBe('Incident 29 · High · Active');
    expect(bot.askedIds()).toEqual(['29']);
  });

  test.each([
    'https://security.microsoft.com/incidents/29',
    'https://security.microsoft.com/incident2/29/summary',
    `https://security.microsoft.com/incidents/29?tid=${sampleTenantId}`,
    `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(portal)}`,
  ])('the link %s is unfurled', async (url) => {
    await start();
    expect((await link(url)).attachments).toHaveLength(1);
  });

  test.each([
    ['another tenant’s', 'https://security.microsoft.com/incident2/29?tid=12f988bf-16f1-11af-11ab-1d7cd011db47'],
    ['an alert’s', 'https://security.microsoft.com/alerts/da637'],
    ['an alert’s incident', 'https://security.microsoft.com/incidents/byalert?alertId=1&source=SIEM'],
    ['the queue’s', 'https://security.microsoft.com/incidents'],
    ['a look-alike’s', 'https://security.microsoft.com.evil.example/incident2/29'],
    ['another cloud’s', 'https://security.microsoft.us/incident2/29'],
    ['a number', '29'],
    ['a command', '/incident 29'],
    ['none', ''],
  ])('the link of %s stays a link, and costs nothing', async (_, url) => {
    await start();
    expect((await link(url)).attachments).toEqual([]);
    expect(bot.sandbox.calls).toEqual([]);
  });

  test('somebody who may not gets the same for an incident that exists and for one that does not', async () => {
    await start({ env: { ALLOWED_USERS: asker.aadObjectId } });
    const from = { from: { id: '29:stranger', aadObjectId: 'ffffffff-ffff-4fff-8fff-ffffffffffff' } };
    const missing = portal.replace('/29/', '/999999/');
    expect(await link(portal, from)).toEqual(await link(missing, from));
    const texts = await Promise.all(
      ['29', '999999'].map(async (text, n) => (await search(text, { from: { id: `29:${n}` } })).text),
    );
    expect(texts.map((text) => text.replace(/\w{8}$/, ''))).toEqual(
      Array(2).fill(expect.stringContaining('You may not')),
    );
    expect(texts[0].replace(/\w{8}$/, '')).toBe(texts[1].replace(/\w{8}$/, ''));
    expect(bot.sandbox.calls).toEqual([]);
  });

  test('a link that Teams shows to nobody in particular becomes a card without anything of the incident', async () => {
    await start();
    for (const from of [{ id: '29:anonymous' }, {}, { id: '' }, undefined]) {
      expect((await invoke('composeExtension/anonymousQueryLink', { url: portal }, { from })).attachments).toHaveLength(
        1,
      );
    }
    const { attachments } = await invoke('composeExtension/anonymousQueryLink', { url: portal }, { from: undefined });
    expect(JSON.stringify(attachments)).not.toMatch(/29|High|contoso|Multi/);
    expect(JSON.stringify(attachments)).toContain('Microsoft Defender incident');
    expect(bot.sandbox.calls).toEqual([]);
  });

  test('each door leaves its line in the audit trail', async () => {
    await start();
    await search('30');
    await link(portal);
    await ask('/incidents high');
    const lines = bot.logged.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'question');
    expect(lines.map(({ door, command }) => [door, command])).toEqual([
      ['search', 'incident'],
      ['link', 'incident'],
      ['message', 'list'],
    ]);
    expect(bot.logged.join('')).not.toMatch(/Ransomware|contoso\.com/);
  });

  test('is answered within four seconds by an API that hangs', async () => {
    await start();
    const began = Date.now();
    const [found, unfurled] = await Promise.all([search('90001'), link(portal.replace('/29/', '/90001/'))]);
    expect(found.text).toContain('took too long');
    expect(unfurled.attachments).toEqual([]);
    expect(Date.now() - began).toBeLessThan(4_000);
  });
});

describe('a question of the slash menu, which its asker alone sees', () => {
  const targeted = { ...inChannel(), recipient: { ...botAccount, isTargeted: true } };
  const posts = () =>
    bot.connector.posted.map(({ path, activity }) => [path.includes('isTargetedActivity=true'), activity]);

  test('is answered to the asker alone, with a button to share it, and no typing sign', async () => {
    await start();
    await ask('/incident 90006', {
      ...targeted,
      conversation: { id: '19:chat@thread.v2', conversationType: 'groupChat' },
    });
    expect(posts()).toEqual([[true, expect.objectContaining({ recipient: { ...asker, isTargeted: true } })]]);
    const buttons = actionsOf(bot.connector.posted[0]?.activity.attachments[0].content).map(({ title }) => title);
    expect(buttons).toContain('Share with the channel');
  });

  test('an open question is answered in the open, without such a button', async () => {
    await start();
    const { activity, path } = await ask('/incident 30', inChannel());
    expect(path).not.toContain('isTargeted');
    expect(activity.recipient?.isTargeted).toBeUndefined();
    expect(JSON.stringify(activity)).not.toContain('Share with the channel');
  });

  test('is shared with everybody at the press of the button, if the presser may', async () => {
    await start({ env: { ALLOWED_USERS: asker.aadObjectId } });
    const { activity } = await ask('/incident 30', targeted);
    const button = actionsOf(activity.attachments[0].content).find(({ verb }) => verb === 'share') ?? {};
    const press = async (differences: object) => {
      const value = { action: { type: button.type, verb: button.verb, data: button.data } };
      const invoke = createInvoke('adaptiveCard/action', value, bot.connector.serviceUrl, {
        ...targeted,
        ...differences,
      });
      return (await (await bot.post(invoke)).json()) as CardElement;
    };
    const stranger = { from: { id: '29:stranger', aadObjectId: 'ffffffff-ffff-4fff-8fff-ffffffffffff' } };
    expect((await press(stranger)).value).toContain('You may not');
    expect(bot.connector.messages()).toHaveLength(1);
    expect((await press({})).value).toBe('Shared.');
    expect(posts().map(([isPrivate]) => isPrivate)).toEqual([true, false]);
    expect(shown(bot.connector.messages()[1] as PostedActivity)).toContain('Ransomware');
    expect(JSON.stringify(bot.connector.messages()[1]?.activity)).not.toContain('Share with');
  });

  test('a refusal to share is not shared, by whichever way it was pressed', async () => {
    await start({ env: { ALLOWED_USERS: asker.aadObjectId } });
    const value = { verb: 'share', incidents: '30', audience: 'asker' };
    const from = { id: '29:stranger', name: 'x', aadObjectId: 'ffffffff-ffff-4fff-8fff-ffffffffffff' };
    await bot.post(createMessage('', bot.connector.serviceUrl, { ...inChannel(), from, text: undefined, value }));
    await bot.post(
      createMessage('', bot.connector.serviceUrl, {
        ...inChannel(),
        text: undefined,
        value: { ...value, incidents: '999999' },
      }),
    );
    expect(posts().map(([isPrivate]) => isPrivate)).toEqual([true, true]);
    await bot.post(createMessage('', bot.connector.serviceUrl, { ...inChannel(), text: undefined, value }));
    expect(posts().map(([isPrivate]) => isPrivate)).toEqual([true, true, false]);
  });

  test('what is pressed on a private card is answered privately, even if Teams does not say so again', async () => {
    await start();
    const { activity } = await ask('/incidents', targeted);
    const { content } = activity.attachments[0];
    const row = elementsOf(content).find(({ selectAction }) => selectAction)?.selectAction;
    await bot.post(createMessage('', bot.connector.serviceUrl, { ...inChannel(), text: undefined, value: row.data }));
    const refresh = { verb: 'refresh', incidents: '30', audience: 'asker' };
    await bot.post(
      createMessage('', bot.connector.serviceUrl, {
        ...inChannel(),
        text: undefined,
        value: refresh,
        replyToId: 'posted-1',
      }),
    );
    expect(posts().map(([isPrivate]) => isPrivate)).toEqual([true, true, true]);
    expect(bot.connector.updated).toEqual([]);
  });

  test.each([
    ['twice', () => false, 'Shared.', 1],
    ['and Teams refuses it', (response: ServerResponse) => refuse(response, 403), 'did not confirm', 2],
    ['and Teams breaks off', (response: ServerResponse) => refuse(response, 502), 'Shared.', 1],
  ])(
    'a press to share that is delivered %s is answered in words, and posted at most once',
    async (_, fail, last, count) => {
      await start();
      const { activity } = await ask('/incident 30', targeted);
      const { type, verb, data } =
        actionsOf(activity.attachments[0].content).find((action) => action.verb === 'share') ?? {};
      bot.connector.intercept = (__, response) => fail(response);
      const invoke = createInvoke(
        'adaptiveCard/action',
        { action: { type, verb, data } },
        bot.connector.serviceUrl,
        targeted,
      );
      const began = Date.now();
      await bot.post(invoke);
      const reply = (await (await bot.post(invoke)).json()) as CardElement;
      expect(reply.value).toContain(last);
      expect(Date.now() - began).toBeLessThan(8_000);
      expect(bot.connector.messages()).toHaveLength(1 + count);
    },
  );

  test('Refresh of a private card is for the presser alone', async () => {
    await start();
    const { activity } = await ask('/incident 30', targeted);
    const button = actionsOf(activity.attachments[0].content).find(({ verb }) => verb === 'refresh') ?? {};
    const value = { action: { type: button.type, verb: button.verb, data: button.data } };
    const invoke = createInvoke('adaptiveCard/action', value, bot.connector.serviceUrl, {
      ...targeted,
      replyToId: 'posted-1',
    });
    const reply = (await (await bot.post(invoke)).json()) as CardElement;
    expect(JSON.stringify(reply.value)).toContain('Share with the channel');
    expect(bot.connector.updated).toEqual([]);
    expect(bot.connector.messages()).toHaveLength(1);
  });
});

describe('where the answer goes', () => {
  test('a question in a thread is answered in that thread', async () => {
    await start();
    const { conversationId, replyToId, activity } = await ask(`<at>${botAccount.name}</at> /incident 29`, {
      ...inChannel('1699'),
      id: 'question-1',
    });
    expect(conversationId).toBe('19:general@thread.tacv2;messageid=1699');
    expect(activity.conversation.id).toBe('19:general@thread.tacv2;messageid=1699');
    expect(replyToId).toBe('question-1');
  });

  test('a post that begins a thread is answered below it', async () => {
    await start({ env: { ALLOWED_CHANNELS: '19:general@thread.tacv2' } });
    const place = inChannel();
    const conversation = { ...place.conversation, id: '19:general@thread.tacv2' };
    const { conversationId, activity } = await ask('29', { ...place, conversation, id: '1700000000123' });
    expect(conversationId).toBe('19:general@thread.tacv2;messageid=1700000000123');
    expect(shown({ activity } as PostedActivity)).toContain('Multi-stage incident');
  });

  test.each([
    ['personal', 1],
    ['groupChat', 1],
    ['channel', 0],
  ])('a slow answer in a %s conversation is announced by %i typing sign', async (conversationType, signs) => {
    await start();
    await ask('/incident 90006', { conversation: { id: '19:x@thread.v2', conversationType } });
    expect(bot.connector.posted.filter(({ activity }) => activity.type === 'typing')).toHaveLength(signs);
  });

  test('a quick answer is not announced', async () => {
    await start();
    await ask('/incident 29');
    await delay(900);
    expect(bot.connector.posted).toHaveLength(1);
  });
});

describe('deliveries', () => {
  test('an activity that is delivered again is answered once, also while the first is still running', async () => {
    await start();
    const message = createMessage('/incident 90006', bot.connector.serviceUrl);
    const responses = await Promise.all([bot.post(message), bot.post(message)]);
    responses.push(await bot.post(message));
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(bot.connector.messages()).toHaveLength(1);
    expect(bot.sandbox.calls).toHaveLength(1);
  });

  test('the same id in another conversation is another question', async () => {
    await start();
    await ask('29', { id: 'same' });
    await ask('29', { id: 'same', conversation: { id: 'a:other', conversationType: 'personal' } });
  });

  test('a local API is asked as often as it takes', async () => {
    await start({ env: { INCIDENT_CACHE_SECONDS: '0' } });
    for (let n = 0; n < 40; n++) await ask('/incident 29 30 31 32 33');
    expect(bot.sandbox.calls).toHaveLength(200);
    expect(bot.connector.messages().filter((message) => shown(message).includes('limiting'))).toEqual([]);
  });

  test('50 questions for one incident at once cost one call and get 50 answers', async () => {
    await start();
    await Promise.all(Array.from({ length: 50 }, () => bot.post(createMessage('29', bot.connector.serviceUrl))));
    expect(bot.connector.messages()).toHaveLength(50);
    expect(bot.sandbox.calls).toHaveLength(1);
  });

  test.each([500, 502, 408])(
    'a reply that ends in %i is not posted again, because it may already stand',
    async (status) => {
      await start();
      bot.connector.intercept = (_, response) => refuse(response, status);
      const response = await bot.post(createMessage('29', bot.connector.serviceUrl));
      expect(response.status).toBe(500);
      expect(bot.connector.messages()).toHaveLength(1);
    },
  );

  test('a reply that is reset is not posted again', async () => {
    await start();
    bot.connector.intercept = (request) => Boolean(request.socket.resetAndDestroy());
    expect((await bot.post(createMessage('29', bot.connector.serviceUrl))).status).toBe(500);
    expect(bot.connector.messages()).toHaveLength(1);
  });

  test.each([403, 404])(
    'a reply that is refused with %i does not stand, so the question may come again',
    async (status) => {
      await start();
      bot.connector.intercept = (_, response) => refuse(response, status);
      const message = createMessage('29', bot.connector.serviceUrl);
      expect((await bot.post(message)).status).toBe(500);
      bot.connector.intercept = () => false;
      expect((await bot.post(message)).status).toBe(200);
      expect(bot.connector.messages()).toHaveLength(2);
    },
  );

  test.each([
    ['a locale', { locale: 5 }],
    ['a conversation type', { conversation: { id: 'a:1', conversationType: 5, tenantId: 5 } }],
    ['channel data', { channelData: { tenant: 5, team: [], channel: 'x' } }],
    ['members', { type: 'conversationUpdate', membersAdded: [null] }],
    ['a name', { recipient: { id: '28:x', name: null } }],
  ])('%s of another type does no harm', async (_, fields) => {
    await start();
    expect((await bot.post(createMessage('29', bot.connector.serviceUrl, fields))).status).toBe(200);
  });

  test('a typing sign that hangs does not hold the answer back', async () => {
    await start();
    bot.connector.intercept = () => bot.connector.posted.at(-1)?.activity.type === 'typing';
    const began = Date.now();
    await ask('/incident 90006');
    expect(Date.now() - began).toBeLessThan(4_000);
  });

  test.each([429, 412])('a reply that is refused with %i was not posted, so it is tried again', async (status) => {
    await start();
    let refusals = 0;
    bot.connector.intercept = (_, response) => {
      refusals += 1;
      return refusals > 1 ? false : refuse(response, status, { 'Retry-After': '0' });
    };
    expect((await bot.post(createMessage('29', bot.connector.serviceUrl))).status).toBe(200);
    expect(bot.connector.messages()).toHaveLength(2);
  });

  test('a card that is too large for Teams is followed by its line', async () => {
    await start();
    bot.connector.intercept = (_, response) => bot.connector.messages().length === 1 && refuse(response, 413);
    expect((await bot.post(createMessage('29', bot.connector.serviceUrl))).status).toBe(200);
    const [card, line] = bot.connector.messages();
    expect(line?.activity).toMatchObject({ text: card?.activity.summary, textFormat: 'plain' });
    expect(line?.activity.attachments ?? []).toEqual([]);
  });

  test('a reply is not carried to where a redirect points', async () => {
    await start();
    bot.connector.intercept = (_, response) =>
      refuse(response, 307, { Location: `${bot.connector.serviceUrl}elsewhere` });
    await bot.post(createMessage('29', bot.connector.serviceUrl));
    expect(bot.connector.posted).toHaveLength(1);
  });

  test.each([
    ['installationUpdate', { action: 'add' }],
    ['conversationUpdate', { membersAdded: [botAccount] }],
  ])('an installation told by %s is welcomed once', async (type, fields) => {
    await start();
    for (const id of ['1', '2'])
      await bot.post(createMessage('', bot.connector.serviceUrl, { type, id, text: undefined, ...fields }));
    expect(bot.connector.messages()).toHaveLength(1);
    expect(shown(bot.connector.messages()[0] as PostedActivity)).toContain('/incident 29');
  });

  test.each(['', '<span class="inline-compose-card" itemid="0"></span>', '&nbsp;'])(
    'nothing is said to a card that somebody shows with the text %j',
    async (text) => {
      await start();
      const card = { contentType: 'application/vnd.microsoft.card.adaptive', content: {} };
      const message = createMessage(text, bot.connector.serviceUrl, { attachments: [card] });
      expect((await bot.post(message)).status).toBe(200);
      expect(bot.connector.posted).toEqual([]);
      expect(shown(await ask('29', { attachments: [card] }))).toContain('Multi-stage incident');
    },
  );

  test.each([
    ['somebody else joins', { type: 'conversationUpdate', membersAdded: [asker] }],
    ['the bot is removed', { type: 'installationUpdate', action: 'remove' }],
    ['a message is edited', { type: 'messageUpdate' }],
    ['a message is liked', { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }],
    ['somebody types', { type: 'typing' }],
  ])('nothing is said when %s', async (_, fields) => {
    await start();
    expect((await bot.post(createMessage('29', bot.connector.serviceUrl, fields))).status).toBe(200);
    expect(bot.connector.posted).toEqual([]);
    expect(bot.sandbox.calls).toEqual([]);
  });

  test('an invoke that the bot does not know gets 501 and costs nothing', async () => {
    await start();
    for (const name of ['composeExtension/submitAction', 'adaptiveCard/action', 'task/fetch']) {
      const value = { action: { type: 'Action.Execute', verb: 'delete', data: { incidents: '29' } } };
      expect((await bot.post(createInvoke(name, value, bot.connector.serviceUrl))).status).toBe(501);
    }
    expect(bot.sandbox.calls).toEqual([]);
  });

  test.each([
    ['no object', '"x"'],
    ['an array', '[]'],
    ['no type', '{"channelId":"msteams"}'],
    ['no conversation', JSON.stringify({ ...createMessage('29', 'http://127.0.0.1:1/'), conversation: undefined })],
    ['a number for a text', JSON.stringify({ ...createMessage('29', 'http://127.0.0.1:1/'), text: 29 })],
    ['a service URL elsewhere', JSON.stringify(createMessage('29', 'https://smba.trafficmanager.net/emea/'))],
  ])('%s is refused with a bare status', async (_, body) => {
    await start();
    const response = await fetch(`${bot.url}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
    });
    expect([400, 403]).toContain(response.status);
    expect(await response.text()).toBe('');
    expect(bot.sandbox.calls).toEqual([]);
  });
});

describe('rules that are set are enforced offline too', () => {
  const contact = 'the SOC lead';

  test('a person in the list is answered, anyone else is told whom to ask, and costs no request', async () => {
    await start({ env: { ALLOWED_USERS: asker.aadObjectId, ACCESS_CONTACT: contact } });
    expect(shown(await ask('29'))).toContain('Multi-stage incident');
    const stranger = { from: { id: '29:stranger', aadObjectId: 'ffffffff-ffff-4fff-8fff-ffffffffffff' } };
    for (const text of ['30', '999999', '/incident 0', 'hello']) {
      expect(shown(await ask(text, stranger))).toMatch(/^"You may not see incidents here\. Ask the SOC lead\./);
    }
    expect(shown(await ask('help', stranger))).toContain('You may not see incidents here. Ask the SOC lead.');
    expect(shown(await ask('29', { from: { id: '29:nobody' } }))).toContain('You may not');
    expect(bot.askedIds()).toEqual(['29']);
  });

  test('a channel in the list lets its members ask there', async () => {
    await start({ env: { ALLOWED_CHANNELS: '19:general@thread.tacv2' } });
    expect(shown(await ask('29', inChannel()))).toContain('Multi-stage incident');
    expect(shown(await ask('29'))).toContain('You may not');
  });

  test('a team in the list is known by its group id, from the activity or from the roster', async () => {
    await start({ env: { ALLOWED_TEAMS: 'Group-1' } });
    const place = inChannel();
    expect(shown(await ask('29', place))).toContain('You may not');
    bot.connector.team = { id: '19:team@thread.tacv2', aadGroupId: 'group-1' };
    expect(shown(await ask('29', place))).toContain('Multi-stage incident');
    const named = {
      ...place,
      channelData: { ...place.channelData, team: { id: '19:t2@thread.tacv2', aadGroupId: 'GROUP-1' } },
    };
    expect(shown(await ask('29', named))).toContain('Multi-stage incident');
  });

  test('a guest of the roster is refused even if listed, and the roster is asked once', async () => {
    await start({ env: { ALLOWED_USERS: asker.aadObjectId } });
    bot.connector.member = { id: asker.id, userRole: 'guest' };
    expect(shown(await ask('29'))).toContain('You may not');
    expect(shown(await ask('30'))).toContain('You may not');
    expect(bot.connector.rosterCalls).toHaveLength(1);
    expect(bot.askedIds()).toEqual([]);
  });

  test('a group that names no type is a group chat', async () => {
    await start({ env: { ALLOWED_CHATS: '19:chat@thread.v2' } });
    expect(shown(await ask('29', { conversation: { id: '19:chat@thread.v2', isGroup: true } }))).toContain(
      'Multi-stage incident',
    );
    expect(shown(await ask('29', { conversation: { id: '19:chat@thread.v2' } }))).toContain('You may not');
  });

  test('a foreign tenant is refused', async () => {
    await start({ env: { ALLOW_ALL_MEMBERS: 'true', ALLOWED_TENANTS: 'home' } });
    expect(shown(await ask('29'))).toContain('You may not');
    expect(shown(await ask('29', { channelData: { tenant: { id: 'HOME' } } }))).toContain('Multi-stage incident');
  });
});
