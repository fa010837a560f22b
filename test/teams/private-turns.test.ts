import type { ServerResponse } from 'node:http';
import { asker, bot as botAccount, createInvoke, createMessage, inChannel } from '../support/activities.ts';
import { actionsOf, type CardElement, elementsOf } from '../support/card-elements.ts';
import { createConversation, refuse, shown } from '../support/conversation.ts';
import type { PostedActivity } from '../support/fake-connector.ts';
import { msAwake } from '../support/ms-awake.ts';

const talk = createConversation();
const { start, ask } = talk;
afterEach(() => talk.close());

const targeted = { ...inChannel(), recipient: { ...botAccount, isTargeted: true } };
const posts = () =>
  talk.bot.connector.posted.map(({ path, activity }) => [path.includes('isTargetedActivity=true'), activity]);

describe('a question of the slash menu, which its asker alone sees', () => {
  test('is answered to the asker alone, with a button to share it, and no typing sign', async () => {
    await start();
    await ask('/incident 90006', {
      ...targeted,
      conversation: { id: '19:chat@thread.v2', conversationType: 'groupChat' },
    });
    expect(posts()).toEqual([[true, expect.objectContaining({ recipient: { ...asker, isTargeted: true } })]]);
    const buttons = actionsOf(talk.bot.connector.posted[0]?.activity.attachments[0].content).map(({ title }) => title);
    expect(buttons).toContain('Share with the channel');
  });

  test.each([400, 404])(
    'whose answer Teams refuses with %i is answered in the asker’s own chat, never in the open',
    async (status) => {
      await start();
      const { connector } = talk.bot;
      connector.intercept = (_, response) => posts().at(-1)?.[0] === true && refuse(response, status);
      const question = createMessage('/incident 30', connector.serviceUrl, targeted);
      expect((await talk.bot.post(question)).status).toBe(200);
      expect(posts().map(([isPrivate]) => isPrivate)).toEqual([true, false]);
      expect(connector.created).toEqual([expect.objectContaining({ members: [{ id: asker.id, name: asker.name }] })]);
      expect(connector.posted[1]).toMatchObject({
        conversationId: 'a:created-1',
        activity: { recipient: { id: asker.id } },
      });
      expect(JSON.stringify(connector.posted[1]?.activity)).toContain('Ransomware');
      expect(JSON.stringify(connector.posted[1]?.activity)).not.toContain('Share with');
    },
  );

  test('in a chat of two is answered there as any other', async () => {
    await start();
    const { path, activity } = await ask('/incident 30', { recipient: targeted.recipient });
    expect(path).not.toContain('isTargeted');
    expect(JSON.stringify(activity)).not.toContain('Share with the channel');
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
      const invoke = createInvoke('adaptiveCard/action', value, talk.bot.connector.serviceUrl, {
        ...targeted,
        ...differences,
      });
      return (await (await talk.bot.post(invoke)).json()) as CardElement;
    };
    const stranger = { from: { id: '29:stranger', aadObjectId: 'ffffffff-ffff-4fff-8fff-ffffffffffff' } };
    expect((await press(stranger)).value).toContain('You may not');
    expect(talk.bot.connector.messages()).toHaveLength(1);
    expect((await press({})).value).toBe('Shared.');
    expect(posts().map(([isPrivate]) => isPrivate)).toEqual([true, false]);
    expect(shown(talk.bot.connector.messages()[1] as PostedActivity)).toContain('Ransomware');
    expect(JSON.stringify(talk.bot.connector.messages()[1]?.activity)).not.toContain('Share with');
  });

  test('a refusal to share is not shared, by whichever way it was pressed', async () => {
    await start({ env: { ALLOWED_USERS: asker.aadObjectId } });
    const value = { verb: 'share', incidents: '30', audience: 'asker' };
    const from = { id: '29:stranger', name: 'x', aadObjectId: 'ffffffff-ffff-4fff-8fff-ffffffffffff' };
    await talk.bot.post(
      createMessage('', talk.bot.connector.serviceUrl, { ...inChannel(), from, text: undefined, value }),
    );
    await talk.bot.post(
      createMessage('', talk.bot.connector.serviceUrl, {
        ...inChannel(),
        text: undefined,
        value: { ...value, incidents: '999999' },
      }),
    );
    expect(posts().map(([isPrivate]) => isPrivate)).toEqual([true, true]);
    await talk.bot.post(createMessage('', talk.bot.connector.serviceUrl, { ...inChannel(), text: undefined, value }));
    expect(posts().map(([isPrivate]) => isPrivate)).toEqual([true, true, false]);
  });

  test('what is pressed on a private card is answered privately, even if Teams does not say so again', async () => {
    await start();
    const { activity } = await ask('/incidents', targeted);
    const { content } = activity.attachments[0];
    const row = elementsOf(content).find(({ selectAction }) => selectAction)?.selectAction;
    await talk.bot.post(
      createMessage('', talk.bot.connector.serviceUrl, { ...inChannel(), text: undefined, value: row.data }),
    );
    const refresh = { verb: 'refresh', incidents: '30', audience: 'asker' };
    await talk.bot.post(
      createMessage('', talk.bot.connector.serviceUrl, {
        ...inChannel(),
        text: undefined,
        value: refresh,
        replyToId: 'posted-1',
      }),
    );
    expect(posts().map(([isPrivate]) => isPrivate)).toEqual([true, true]);
    const [update] = talk.bot.connector.updated;
    expect(update?.path).toMatch(/activities\/posted-1\?isTargetedActivity=true$/);
    expect(update?.activity).not.toHaveProperty('recipient');
  });

  test.each([
    ['twice', () => false, 'Shared.', 1],
    ['and Teams refuses it', (response: ServerResponse) => refuse(response, 403), 'it was not shared', 2],
    ['and Teams breaks off', (response: ServerResponse) => refuse(response, 502), 'did not confirm', 1],
  ])(
    'a press to share that is delivered %s is answered in words, and posted at most once',
    async (_, fail, last, count) => {
      await start();
      const { activity } = await ask('/incident 30', targeted);
      const { type, verb, data } =
        actionsOf(activity.attachments[0].content).find((action) => action.verb === 'share') ?? {};
      talk.bot.connector.intercept = (__, response) => fail(response);
      const invoke = createInvoke(
        'adaptiveCard/action',
        { action: { type, verb, data } },
        talk.bot.connector.serviceUrl,
        targeted,
      );
      const pressTwice = async () => {
        await talk.bot.post(invoke);
        const reply = (await (await talk.bot.post(invoke)).json()) as CardElement;
        expect(reply.value).toContain(last);
      };
      expect(await msAwake(pressTwice)).toBeLessThan(8_000);
      expect(talk.bot.connector.messages()).toHaveLength(1 + count);
    },
  );

  test('Refresh of a private card is for the presser alone', async () => {
    await start();
    const { activity } = await ask('/incident 30', targeted);
    const button = actionsOf(activity.attachments[0].content).find(({ verb }) => verb === 'refresh') ?? {};
    const value = { action: { type: button.type, verb: button.verb, data: button.data } };
    const invoke = createInvoke('adaptiveCard/action', value, talk.bot.connector.serviceUrl, {
      ...targeted,
      replyToId: 'posted-1',
    });
    const reply = (await (await talk.bot.post(invoke)).json()) as CardElement;
    expect(JSON.stringify(reply.value)).toContain('Share with the channel');
    expect(talk.bot.connector.updated.map(({ path }) => path)).toEqual([
      expect.stringMatching(/\/posted-1\?isTargetedActivity=true$/),
    ]);
    expect(talk.bot.connector.messages()).toHaveLength(1);
  });
});

describe('that somebody may not see incidents is told to them alone', () => {
  const stranger = { from: { id: '29:stranger', name: 'x', aadObjectId: 'ffffffff-ffff-4fff-8fff-ffffffffffff' } };
  const options = { env: { ALLOWED_USERS: asker.aadObjectId } };

  test('in a channel, by a message that nobody else sees', async () => {
    await start(options);
    for (const text of ['/incident 29', 'help']) {
      expect(shown(await ask(text, { ...inChannel(), ...stranger }))).toContain('You may not see incidents');
    }
    expect(posts().map(([isPrivate]) => isPrivate)).toEqual([true, true]);
    expect(talk.bot.connector.created).toEqual([]);
  });

  test('in their own chat, where Teams takes no such message', async () => {
    await start(options);
    talk.bot.connector.intercept = (_, response) =>
      talk.bot.connector.posted.at(-1)?.conversationId !== 'a:created-1' && refuse(response, 400);
    const message = createMessage('/incident 29', talk.bot.connector.serviceUrl, { ...inChannel(), ...stranger });
    expect((await talk.bot.post(message)).status).toBe(200);
    expect(talk.bot.connector.messages().at(-1)?.conversationId).toBe('a:created-1');
  });

  test.each([429, 401, 413])(
    'not in the open where Teams may yet take it (%i): it may be delivered again',
    async (status) => {
      await start(options);
      talk.bot.connector.intercept = (_, response) => refuse(response, status, { 'Retry-After': '60' });
      const message = createMessage('/incident 29', talk.bot.connector.serviceUrl, { ...inChannel(), ...stranger });
      expect((await talk.bot.post(message)).status).toBe(500);
      expect(posts().map(([isPrivate]) => isPrivate)).not.toContain(false);
      talk.bot.connector.intercept = () => false;
      expect((await talk.bot.post(message)).status).toBe(200);
      expect(posts().map(([isPrivate]) => isPrivate)).not.toContain(false);
    },
  );

  test('in the open only where Teams takes neither, and then it tells nothing of any incident', async () => {
    await start(options);
    talk.bot.connector.intercept = (_, response) => talk.bot.connector.messages().length < 3 && refuse(response, 400);
    const message = createMessage('/incident 29', talk.bot.connector.serviceUrl, { ...inChannel(), ...stranger });
    expect((await talk.bot.post(message)).status).toBe(200);
    const last = talk.bot.connector.messages().at(-1) as PostedActivity;
    expect(last.path).not.toContain('isTargetedActivity');
    expect(last.activity.text).toMatch(
      /^You may not see incidents here\. Ask the bot’s administrator\. Reference: \w{8}$/,
    );
    expect(talk.bot.sandbox.calls).toEqual([]);
  });
});

test('a press to share that Teams delivers under another id is posted once', async () => {
  await start();
  const { activity } = await ask('/incident 30', targeted);
  const share = actionsOf(activity.attachments[0].content).find(({ verb }) => verb === 'share');
  for (const id of [undefined, 'another']) {
    const invoke = createInvoke('adaptiveCard/action', { action: share }, talk.bot.connector.serviceUrl, {
      ...targeted,
      id,
      replyToId: 'posted-1',
    });
    expect(((await (await talk.bot.post(invoke)).json()) as CardElement).value).toBe('Shared.');
  }
  expect(posts().map(([isPrivate]) => isPrivate)).toEqual([true, false]);
});

test('that a share by Action.Submit was refused is told to its presser alone', async () => {
  await start();
  talk.bot.connector.intercept = (_, response) => posts().at(-1)?.[0] === false && refuse(response, 403);
  const value = { verb: 'share', incidents: '30', audience: 'asker' };
  const press = createMessage('', talk.bot.connector.serviceUrl, { ...inChannel(), text: undefined, value });
  expect((await talk.bot.post(press)).status).toBe(200);
  expect(posts().map(([isPrivate]) => isPrivate)).toEqual([false, true]);
  expect(shown(talk.bot.connector.messages()[1] as PostedActivity)).toContain('it was not shared');
});

test('a private list can be shared, as it was shown', async () => {
  await start();
  const { activity } = await ask('/incidents high', targeted);
  const share = actionsOf(activity.attachments[0].content).find(({ verb }) => verb === 'share');
  const invoke = createInvoke('adaptiveCard/action', { action: share }, talk.bot.connector.serviceUrl, targeted);
  expect(((await (await talk.bot.post(invoke)).json()) as CardElement).value).toBe('Shared.');
  expect(posts().map(([isPrivate]) => isPrivate)).toEqual([true, false]);
  const [own, shared] = talk.bot.connector.messages().map(({ activity: { attachments } }) => attachments[0].content);
  const rows = (card: CardElement) => elementsOf(card).filter(({ selectAction }) => selectAction).length;
  expect(rows(shared)).toBe(rows(own));
  expect(JSON.stringify(shared)).not.toContain('Share with');
  expect(talk.bot.sandbox.calls).toHaveLength(1);
});
