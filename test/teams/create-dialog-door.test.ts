import { sampleTenantId } from '../../src/sandbox/sample-incidents.ts';
import { asker, createInvoke, inChannel } from '../support/activities.ts';
import type { CardElement } from '../support/card-elements.ts';
import { createConversation, portal } from '../support/conversation.ts';

const talk = createConversation();
afterEach(talk.close);

/** The menu of a message that says `content`. Source: Teams' documentation of action commands. */
const menuOf = (content: string) => ({
  commandId: 'lookUpIncidents',
  commandContext: 'message',
  messagePayload: { id: '1700000000000', body: { contentType: 'html', content } },
  context: { theme: 'default' },
});

async function open(
  value: unknown,
  differences: object = {},
  name = 'composeExtension/fetchTask',
): Promise<CardElement> {
  const response = await talk.bot.post(createInvoke(name, value, talk.bot.connector.serviceUrl, differences));
  expect(response.status).toBe(200);
  return ((await response.json()) as { task: CardElement }).task;
}

test('the incidents that a message names are shown in a dialog, to its caller alone', async () => {
  await talk.start();
  const task = await open(menuOf(`<p>see <a href="${portal}">this</a> and incident 30</p>`), inChannel());
  expect(task.type).toBe('continue');
  const shown = JSON.stringify(task.value.card.content);
  expect(shown).toContain('Multi-stage incident');
  expect(shown).toContain('Ransomware');
  expect(task.value.card.content.version).toBe('1.3');
  expect(shown).not.toContain('Action.Execute');
  expect(talk.bot.askedIds()).toEqual(['29', '30']);
  expect(talk.bot.connector.posted).toEqual([]);
});

test.each([
  ['a message without an incident', menuOf('lunch at 12:30?'), 'names no incident'],
  ['another command', { ...menuOf('incident 29'), commandId: 'other' }, 'names no incident'],
  ['no message', { commandId: 'lookUpIncidents' }, 'names no incident'],
  ['garbage', 'x', 'names no incident'],
  ['nothing', undefined, 'names no incident'],
])('%s costs no request, and is answered in words', async (_, value, words) => {
  await talk.start();
  const task = await open(value);
  expect(task).toMatchObject({ type: 'message', value: expect.stringContaining(words) });
  expect(talk.bot.sandbox.calls).toEqual([]);
});

test('who may not see incidents is told so, in the same words whether or not there is such an incident', async () => {
  await talk.start({ env: { ALLOWED_USERS: 'ffffffff-ffff-4fff-8fff-ffffffffffff' } });
  const words = ({ value }: CardElement) => value.replace(/Reference: \w+/, '');
  const [there, not] = [await open(menuOf('incident 29')), await open(menuOf('incident 999999'))];
  expect(words(there)).toContain('You may not see incidents here');
  expect(words(not)).toBe(words(there));
  expect(talk.bot.sandbox.calls).toEqual([]);
});

describe('where the app is not installed', () => {
  const online = { env: { ALLOWED_TENANTS: sampleTenantId, ALLOW_ALL_MEMBERS: 'true' } };

  test('the dialog offers to install it, and answers once that has been done', async () => {
    await talk.start(online);
    talk.bot.connector.rosterRefusal = { status: 403, code: 'BotNotInConversationRoster' };
    const offer = await open(menuOf('incident 29'), inChannel());
    expect(offer.type).toBe('continue');
    const [action] = offer.value.card.content.actions;
    expect(action).toMatchObject({ type: 'Action.Submit', data: { msteams: { justInTimeInstall: true } } });
    expect(talk.bot.sandbox.calls).toEqual([]);

    talk.bot.connector.rosterRefusal = undefined;
    talk.bot.connector.member = { id: asker.id, userRole: 'user', tenantId: sampleTenantId };
    const submitted = { ...menuOf('incident 29'), data: action?.data };
    const task = await open(submitted, inChannel(), 'composeExtension/submitAction');
    expect(JSON.stringify(task.value.card.content)).toContain('Multi-stage incident');
  });
});
