import { setTimeout as delay } from 'node:timers/promises';
import { type SampleIncident, sampleIncidents } from '../../src/sandbox/sample-incidents.ts';
import { asker, createInvoke, createMessage, inChannel } from '../support/activities.ts';
import { actionsOf, type CardElement } from '../support/card-elements.ts';
import { createConversation, portal, refuse, shown } from '../support/conversation.ts';
import type { PostedActivity } from '../support/fake-connector.ts';
import { msAwake } from '../support/ms-awake.ts';

const talk = createConversation();
const { start, ask } = talk;
afterEach(() => talk.close());

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
    const response = await talk.bot.post(
      createInvoke('adaptiveCard/action', value, talk.bot.connector.serviceUrl, differences),
    );
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
    expect(talk.bot.connector.updated).toHaveLength(1);
    expect(talk.bot.connector.updated[0]).toMatchObject({
      conversationId: inChannel().conversation.id,
      replyToId: 'posted-1',
      activity: {
        type: 'message',
        summary: 'Incident 30 · High · In progress · kai@contoso.com · Ransomware activity on a file server',
        attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: reply.value }],
      },
    });
    expect(talk.bot.connector.messages()).toHaveLength(1);
    expect(talk.bot.askedIds()).toEqual(['30', '30']);
    expect(JSON.parse(talk.bot.logged.findLast((line) => line.includes('question')) ?? '')).toMatchObject({
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
    expect(talk.bot.connector.updated).toEqual([]);
    expect(talk.bot.connector.messages()).toHaveLength(1);
    expect(talk.bot.askedIds()).toEqual(['30']);
  });

  test.each([
    ['30', '/incident 30'],
    ['30 31', '/incident 30 31'],
  ])('of %s while the API is down leaves the card as it was, and says why', async (_, text) => {
    await start();
    const button = await refreshButton(text);
    await talk.bot.sandbox.close();
    const reply = await press(button, { locale: 'ja-JP', replyToId: 'posted-1' });
    expect(reply).toMatchObject({ type: 'application/vnd.microsoft.activity.message' });
    expect(reply.value).toContain('セキュリティ API は現在利用できません');
    expect(talk.bot.connector.updated).toEqual([]);
  });

  test('of an incident that the API no longer has says so', async () => {
    await start({ sandbox: { incidents } });
    const button = await refreshButton('/incident 30');
    incidents.delete('30');
    expect((await press(button)).value).toContain('Incident 30 was not found');
    expect(talk.bot.connector.updated).toEqual([]);
  });

  test('is answered within four seconds by an API that hangs, and by a connector that does', async () => {
    await start();
    const button = await refreshButton('/incident 30');
    const hanging = { ...button, data: { incidents: '90001' } };
    const answer = async () => expect((await press(hanging)).value).toContain('took too long');
    expect(await msAwake(answer)).toBeLessThan(4_000);
    talk.bot.connector.intercept = () => true;
    const card = 'application/vnd.microsoft.card.adaptive';
    const again = async () => expect((await press(button, { replyToId: 'posted-1' })).type).toBe(card);
    expect(await msAwake(again)).toBeLessThan(4_000);
  });

  test.each([
    ['refuses the update', { replyToId: 'posted-1' }],
    ['names no message', {}],
  ])('gives the caller the card even if Teams %s, and logs it', async (_, fields) => {
    await start();
    const button = await refreshButton('/incident 30');
    talk.bot.connector.intercept = (__, response) => refuse(response, 403);
    expect((await press(button, fields)).type).toBe('application/vnd.microsoft.card.adaptive');
    expect(talk.bot.logged.join('')).toContain('card not updated');
  });

  test('that Teams throttles is not written later, when it may be older than what stands there', async () => {
    await start({ sandbox: { incidents } });
    const button = await refreshButton('/incident 30');
    talk.bot.connector.intercept = (_, response) =>
      talk.bot.connector.updated.length === 1 && refuse(response, 429, { 'Retry-After': '1' });
    const first = press(button, { replyToId: 'posted-1' });
    while (talk.bot.connector.updated.length === 0) await delay(10);
    change('30', { assignedTo: 'kai@contoso.com' });
    await press(button, { replyToId: 'posted-1' });
    await first;
    await delay(1_500);
    expect(talk.bot.connector.updated.map((update) => shown(update).includes('kai@contoso.com'))).toEqual([
      false,
      true,
    ]);
  });

  test('that is delivered again is answered again, and posts nothing', async () => {
    await start();
    const button = await refreshButton('/incident 30');
    const replies = await Promise.all([1, 2].map(() => press(button, { id: 'the same', replyToId: 'posted-1' })));
    expect(replies.map(({ type }) => type)).toEqual(Array(2).fill('application/vnd.microsoft.card.adaptive'));
    expect(talk.bot.connector.messages()).toHaveLength(1);
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
    expect(talk.bot.sandbox.calls).toEqual([]);
  });

  test('of incident 0 is refused in words, and costs nothing', async () => {
    await start();
    const reply = await press({ type: 'Action.Execute', verb: 'refresh', data: { incidents: '0' } });
    expect(reply.value).toContain('not an incident number');
    expect(talk.bot.sandbox.calls).toEqual([]);
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
      talk.bot.post(
        createMessage('', talk.bot.connector.serviceUrl, { text: undefined, value: fallback.data, ...differences }),
      );

    test('updates the message, and posts none', async () => {
      await start({ sandbox: { incidents } });
      const button = await refreshButton('/incident 30');
      change('30', { assignedTo: 'kai@contoso.com' });
      expect((await submit(button, { replyToId: 'posted-1' })).status).toBe(200);
      expect(talk.bot.connector.updated).toHaveLength(1);
      expect(shown(talk.bot.connector.updated[0] as PostedActivity)).toContain('kai@contoso.com');
      expect(talk.bot.connector.messages()).toHaveLength(1);
    });

    test('posts the card where the message can not be updated', async () => {
      await start();
      const button = await refreshButton('/incident 30');
      expect((await submit(button)).status).toBe(200);
      expect(shown(talk.bot.connector.messages()[1] as PostedActivity)).toContain('Ransomware');
    });

    test('by somebody who may not leaves the card as it was, and says why to them alone', async () => {
      await start({ env: { ALLOWED_USERS: asker.aadObjectId } });
      const button = await refreshButton('/incident 30');
      const stranger = { from: { id: '29:stranger' }, replyToId: 'posted-1' };
      await submit(button, { ...stranger, ...inChannel() });
      expect(talk.bot.connector.messages()[1]?.path).toContain('isTargetedActivity=true');
      await submit(button, stranger);
      for (const refusal of talk.bot.connector.messages().slice(1)) expect(shown(refusal)).toContain('You may not');
      expect(talk.bot.connector.messages()).toHaveLength(3);
      expect(talk.bot.connector.updated).toEqual([]);
      expect(talk.bot.askedIds()).toEqual(['30']);
    });

    test.each([{ verb: 'delete', incidents: '29' }, {}, 5])(
      'with %j, which no card of ours sends, is left alone',
      async (value) => {
        await start();
        const press = createMessage('', talk.bot.connector.serviceUrl, { text: undefined, value });
        expect((await talk.bot.post(press)).status).toBe(200);
        expect(talk.bot.connector.posted).toEqual([]);
      },
    );

    test('is answered within nine seconds by a slow API and a connector that hangs', async () => {
      await start();
      talk.bot.connector.intercept = (request) => request.method === 'PUT';
      const fallback = { data: { verb: 'refresh', incidents: '90006' } };
      expect(await msAwake(() => submit({ fallback }, { replyToId: 'posted-1' }))).toBeLessThan(9_000);
      expect(talk.bot.connector.messages()).toHaveLength(1);
    });
  });
});
