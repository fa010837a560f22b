import { setTimeout as delay } from 'node:timers/promises';
import { sampleIncidents, sampleTenantId } from '../src/sandbox/sample-incidents.ts';
import { asker, bot as botAccount, createInvoke, createMessage, inChannel } from './support/activities.ts';
import { actionsOf } from './support/card-elements.ts';
import { createConversation, portal, refuse, shown } from './support/conversation.ts';
import type { PostedActivity } from './support/fake-connector.ts';
import { msAwake } from './support/ms-awake.ts';
import { allApis } from './support/sources.ts';

const talk = createConversation();
const { start, ask } = talk;
afterEach(() => talk.close());

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
    expect(talk.bot.askedIds()).toEqual(expect.arrayContaining(ids));
    expect(talk.bot.askedIds()).toHaveLength(ids.length);
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
    if (api !== allApis.at(-1)) await talk.bot.close();
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
    const answer = async () => expect(shown(await ask('/incident 90001'))).toContain('took too long');
    expect(await msAwake(answer)).toBeLessThan(9_000);
    expect(talk.bot.connector.posted.map(({ activity }) => activity.type)).toEqual(['typing', 'message']);
  });

  test('an earlier answer stands in while the API is down, and says its age', async () => {
    let time = Date.now();
    await start({ now: () => time });
    await ask('/incident 30');
    await talk.bot.sandbox.close();
    time += 180_000;
    const text = shown(await ask('/incident 30'));
    expect(text).toContain('said 3 minutes ago');
    const line = JSON.parse(talk.bot.logged.findLast((logged) => logged.includes('question')) ?? '');
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
    const lines = talk.bot.logged.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'question');
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
    expect(talk.bot.logged.join('')).not.toMatch(/Ransomware|tell me|contoso\.com|Bearer/);
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

  test('so is one whose conversation does not say that it is a channel’s', async () => {
    await start({ env: { ALLOWED_CHANNELS: '19:general@thread.tacv2' } });
    const conversation = { id: '19:general@thread.tacv2' };
    const { conversationId } = await ask('29', { ...inChannel(), conversation, id: '1700000000123' });
    expect(conversationId).toBe('19:general@thread.tacv2;messageid=1700000000123');
  });

  test.each([
    ['personal', 1],
    ['groupChat', 1],
    ['channel', 0],
  ])('a slow answer in a %s conversation is announced by %i typing sign', async (conversationType, signs) => {
    await start();
    await ask('/incident 90006', { conversation: { id: '19:x@thread.v2', conversationType } });
    expect(talk.bot.connector.posted.filter(({ activity }) => activity.type === 'typing')).toHaveLength(signs);
  });

  test('a quick answer is not announced', async () => {
    await start();
    await ask('/incident 29');
    await delay(900);
    expect(talk.bot.connector.posted).toHaveLength(1);
  });
});

describe('deliveries', () => {
  test('an activity that is delivered again is answered once, also while the first is still running', async () => {
    await start();
    const message = createMessage('/incident 90006', talk.bot.connector.serviceUrl);
    const responses = await Promise.all([talk.bot.post(message), talk.bot.post(message)]);
    responses.push(await talk.bot.post(message));
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(talk.bot.connector.messages()).toHaveLength(1);
    expect(talk.bot.sandbox.calls).toHaveLength(1);
  });

  test('the same id in another conversation is another question', async () => {
    await start();
    await ask('29', { id: 'same' });
    await ask('29', { id: 'same', conversation: { id: 'a:other', conversationType: 'personal' } });
  });

  test('a local API is asked as often as it takes', async () => {
    await start({ env: { INCIDENT_CACHE_SECONDS: '0' } });
    for (let n = 0; n < 40; n++) await ask('/incident 29 30 31 32 33');
    expect(talk.bot.sandbox.calls).toHaveLength(200);
    expect(talk.bot.connector.messages().filter((message) => shown(message).includes('limiting'))).toEqual([]);
  });

  test('50 questions for one incident at once cost one call and get 50 answers', async () => {
    await start();
    await Promise.all(
      Array.from({ length: 50 }, () => talk.bot.post(createMessage('29', talk.bot.connector.serviceUrl))),
    );
    expect(talk.bot.connector.messages()).toHaveLength(50);
    expect(talk.bot.sandbox.calls).toHaveLength(1);
  });

  test.each([500, 502, 408])(
    'a reply that ends in %i is not posted again, because it may already stand',
    async (status) => {
      await start();
      talk.bot.connector.intercept = (_, response) => refuse(response, status);
      const response = await talk.bot.post(createMessage('29', talk.bot.connector.serviceUrl));
      expect(response.status).toBe(500);
      expect(talk.bot.connector.messages()).toHaveLength(1);
    },
  );

  test('a reply that is reset is not posted again', async () => {
    await start();
    talk.bot.connector.intercept = (request) => Boolean(request.socket.resetAndDestroy());
    expect((await talk.bot.post(createMessage('29', talk.bot.connector.serviceUrl))).status).toBe(500);
    expect(talk.bot.connector.messages()).toHaveLength(1);
  });

  test('a reply that is refused does not stand, so the question may come again', async () => {
    await start();
    talk.bot.connector.intercept = (_, response) => refuse(response, 400);
    const message = createMessage('29', talk.bot.connector.serviceUrl);
    expect((await talk.bot.post(message)).status).toBe(500);
    talk.bot.connector.intercept = () => false;
    expect((await talk.bot.post(message)).status).toBe(200);
    expect(talk.bot.connector.messages()).toHaveLength(2);
  });

  test.each([403, 404])(
    'a bot that is blocked (%i) takes the question as done, so that Teams does not send it again',
    async (status) => {
      await start();
      const blocked = JSON.stringify({ error: { code: 'ConversationBlockedByUser', message: 'x' } });
      talk.bot.connector.intercept = (_, response) => {
        response.writeHead(status, { 'Content-Type': 'application/json' });
        response.end(blocked);
        return true;
      };
      expect((await talk.bot.post(createMessage('29', talk.bot.connector.serviceUrl))).status).toBe(200);
      expect(talk.bot.connector.messages()).toHaveLength(1);
      expect(talk.bot.logged.join('')).toMatch(/ConversationBlockedByUser.*Teams does not take the answer/);
    },
  );

  test('an answer that the channel does not take goes to the asker’s own chat', async () => {
    await start();
    talk.bot.connector.intercept = (_, response) =>
      talk.bot.connector.posted.at(-1)?.conversationId !== 'a:created-1' && refuse(response, 403);
    expect((await talk.bot.post(createMessage('29', talk.bot.connector.serviceUrl, inChannel()))).status).toBe(200);
    const [, own] = talk.bot.connector.messages();
    expect(own?.conversationId).toBe('a:created-1');
    expect(shown(own as PostedActivity)).toContain('Multi-stage incident');
  });

  test.each([
    ['a locale', { locale: 5 }],
    ['a conversation type', { conversation: { id: 'a:1', conversationType: 5, tenantId: 5 } }],
    ['channel data', { channelData: { tenant: 5, team: [], channel: 'x' } }],
    ['members', { type: 'conversationUpdate', membersAdded: [null] }],
    ['a name', { recipient: { id: '28:x', name: null } }],
  ])('%s of another type does no harm', async (_, fields) => {
    await start();
    expect((await talk.bot.post(createMessage('29', talk.bot.connector.serviceUrl, fields))).status).toBe(200);
  });

  test('a typing sign that hangs does not hold the answer back', async () => {
    await start();
    talk.bot.connector.intercept = () => talk.bot.connector.posted.at(-1)?.activity.type === 'typing';
    expect(await msAwake(() => ask('/incident 90006'))).toBeLessThan(4_000);
  });

  test.each([429, 412])('a reply that is refused with %i was not posted, so it is tried again', async (status) => {
    await start();
    let refusals = 0;
    talk.bot.connector.intercept = (_, response) => {
      refusals += 1;
      return refusals > 1 ? false : refuse(response, status, { 'Retry-After': '0' });
    };
    expect((await talk.bot.post(createMessage('29', talk.bot.connector.serviceUrl))).status).toBe(200);
    expect(talk.bot.connector.messages()).toHaveLength(2);
  });

  test('a reply that would have to wait past the time in which Teams sends again is not', async () => {
    await start();
    talk.bot.connector.intercept = (_, response) => refuse(response, 429, { 'Retry-After': '14' });
    expect((await talk.bot.post(createMessage('29', talk.bot.connector.serviceUrl))).status).toBe(500);
    expect(talk.bot.connector.messages()).toHaveLength(1);
  });

  test('a card that is too large for Teams is followed by its line', async () => {
    await start();
    talk.bot.connector.intercept = (_, response) => talk.bot.connector.messages().length === 1 && refuse(response, 413);
    expect((await talk.bot.post(createMessage('29', talk.bot.connector.serviceUrl))).status).toBe(200);
    const [card, line] = talk.bot.connector.messages();
    expect(line?.activity).toMatchObject({ text: card?.activity.summary, textFormat: 'plain' });
    expect(line?.activity.attachments ?? []).toEqual([]);
  });

  test('a reply is not carried to where a redirect points', async () => {
    await start();
    talk.bot.connector.intercept = (_, response) =>
      refuse(response, 307, { Location: `${talk.bot.connector.serviceUrl}elsewhere` });
    await talk.bot.post(createMessage('29', talk.bot.connector.serviceUrl));
    expect(talk.bot.connector.posted).toHaveLength(1);
  });

  test.each([
    ['installationUpdate', { action: 'add' }],
    ['conversationUpdate', { membersAdded: [botAccount] }],
  ])('an installation told by %s is welcomed once', async (type, fields) => {
    await start();
    for (const id of ['1', '2'])
      await talk.bot.post(createMessage('', talk.bot.connector.serviceUrl, { type, id, text: undefined, ...fields }));
    expect(talk.bot.connector.messages()).toHaveLength(1);
    expect(shown(talk.bot.connector.messages()[0] as PostedActivity)).toContain('/incident 29');
  });

  test('what a channel is told of an installation is not that its installer may not ask', async () => {
    await start({ env: { ALLOWED_USERS: 'somebody-else' } });
    const installation = { type: 'installationUpdate', action: 'add', text: undefined };
    const { serviceUrl } = talk.bot.connector;
    await talk.bot.post(createMessage('', serviceUrl, { ...installation, ...inChannel() }));
    await talk.bot.post(createMessage('', serviceUrl, { ...installation, id: '2' }));
    const [open, own] = talk.bot.connector.messages().map(shown);
    expect(open).toContain('/incident 29');
    expect(open).not.toContain('You may not');
    expect(own).toContain('You may not');
  });

  test.each(['', '<span class="inline-compose-card" itemid="0"></span>', '&nbsp;'])(
    'nothing is said to a card that somebody shows with the text %j',
    async (text) => {
      await start();
      const card = { contentType: 'application/vnd.microsoft.card.adaptive', content: {} };
      const message = createMessage(text, talk.bot.connector.serviceUrl, { attachments: [card] });
      expect((await talk.bot.post(message)).status).toBe(200);
      expect(talk.bot.connector.posted).toEqual([]);
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
    expect((await talk.bot.post(createMessage('29', talk.bot.connector.serviceUrl, fields))).status).toBe(200);
    expect(talk.bot.connector.posted).toEqual([]);
    expect(talk.bot.sandbox.calls).toEqual([]);
  });

  test('an invoke that the bot does not know gets 501 and costs nothing', async () => {
    await start();
    for (const name of ['composeExtension/setting', 'adaptiveCard/action', 'task/fetch']) {
      const value = { action: { type: 'Action.Execute', verb: 'delete', data: { incidents: '29' } } };
      expect((await talk.bot.post(createInvoke(name, value, talk.bot.connector.serviceUrl))).status).toBe(501);
    }
    expect(talk.bot.sandbox.calls).toEqual([]);
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
    const response = await fetch(`${talk.bot.url}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
    });
    expect([400, 403]).toContain(response.status);
    expect(await response.text()).toBe('');
    expect(talk.bot.sandbox.calls).toEqual([]);
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
    expect(talk.bot.askedIds()).toEqual(['29']);
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
    talk.bot.connector.team = { id: '19:team@thread.tacv2', aadGroupId: 'group-1' };
    expect(shown(await ask('29', place))).toContain('Multi-stage incident');
    const named = {
      ...place,
      channelData: { ...place.channelData, team: { id: '19:t2@thread.tacv2', aadGroupId: 'GROUP-1' } },
    };
    expect(shown(await ask('29', named))).toContain('Multi-stage incident');
  });

  test('a guest of the roster is refused even if listed, and the roster is asked once', async () => {
    await start({ env: { ALLOWED_USERS: asker.aadObjectId } });
    talk.bot.connector.member = { id: asker.id, userRole: 'guest', tenantId: sampleTenantId };
    expect(shown(await ask('29'))).toContain('You may not');
    expect(shown(await ask('30'))).toContain('You may not');
    expect(talk.bot.connector.rosterCalls).toHaveLength(1);
    expect(talk.bot.askedIds()).toEqual([]);
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
    const conversation = { id: 'a:home', conversationType: 'personal', tenantId: 'home' };
    const home = { conversation, channelData: { tenant: { id: 'HOME' } } };
    expect(shown(await ask('29', home))).toContain('Multi-stage incident');
  });
});
