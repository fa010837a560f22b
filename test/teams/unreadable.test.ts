import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asker, createInvoke, inChannel } from '../support/activities.ts';
import type { CardElement } from '../support/card-elements.ts';
import { createConversation, portal, shown } from '../support/conversation.ts';

const talk = createConversation();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-'));
});
afterEach(async () => {
  await talk.close();
  await rm(folder, { recursive: true });
});

const press = (verb: string, data: object) => ({ action: { type: 'Action.Execute', verb, data } });
const stranger = { from: { id: '29:stranger', aadObjectId: 'ffffffff-ffff-4fff-8fff-ffffffffffff' } };
const audited = async () =>
  (await readFile(join(folder, 'audit.log'), 'utf8')).split('\n').flatMap((line) => (line ? [JSON.parse(line)] : []));

/** What no card and no menu of the bot's sends, and what is said to it. */
const altered: [string, string, unknown, string, string][] = [
  ['a button for six', 'adaptiveCard/action', press('refresh', { incidents: '1 2 3 4 5 6' }), 'card', 'This button'],
  ['a button for a number', 'adaptiveCard/action', press('share', { incidents: 29 }), 'card', 'This button'],
  ['a button for nothing', 'adaptiveCard/action', press('list', {}), 'card', 'This button'],
  [
    'a menu without a message',
    'composeExtension/fetchTask',
    { commandId: 'lookUpIncidents' },
    'dialog',
    'This message',
  ],
];

test.each(altered)('%s is a question like others: of somebody who may ask, with an audit line', async (...row) => {
  const [, name, value, door, said] = row;
  await talk.start({ env: { ALLOWED_USERS: asker.aadObjectId, AUDIT_FILE: join(folder, 'audit.log') } });
  const { serviceUrl } = talk.bot.connector;
  const ask = async (differences = {}) =>
    JSON.stringify(await (await talk.bot.post(createInvoke(name, value, serviceUrl, differences))).json());
  expect(await ask()).toContain(said);
  expect(await ask(stranger)).toContain('You may not see incidents');
  const line = { door, command: 'unreadable', asked: [], answered: [] };
  expect(await audited()).toMatchObject([
    { ...line, who: asker.aadObjectId, outcome: 'answered' },
    { ...line, who: stranger.from.aadObjectId, outcome: 'not-allowed', denial: 'no-rule' },
  ]);
  expect(talk.bot.sandbox.calls).toEqual([]);
});

test.each([
  { verb: 'show', incidents: '../x' },
  { verb: 'show' },
  { verb: 'refresh', incidents: '1 2 3 4 5 6' },
  { verb: 'share', list: 'HIGH' },
])('so is a press of Action.Submit with %j', async (value) => {
  await talk.start({ env: { ALLOWED_USERS: asker.aadObjectId, AUDIT_FILE: join(folder, 'audit.log') } });
  expect(shown(await talk.ask('', { text: undefined, value }))).toContain('This button names no incident');
  const denied = await talk.ask('', { ...inChannel(), ...stranger, text: undefined, value });
  expect(shown(denied)).toContain('You may not see incidents');
  expect(denied.path).toContain('isTargetedActivity=true');
  expect(await audited()).toMatchObject([
    { door: 'card', command: 'unreadable', outcome: 'answered' },
    { door: 'card', command: 'unreadable', outcome: 'not-allowed' },
  ]);
  expect(talk.bot.sandbox.calls).toEqual([]);
});

test.each<Record<string, string>>([{}, { ALLOW_ALL_MEMBERS: 'true' }])(
  'a link of nobody has an audit line, too (%j)',
  async (env) => {
    await talk.start({ env: { ...env, AUDIT_FILE: join(folder, 'audit.log') } });
    const { serviceUrl } = talk.bot.connector;
    const link = createInvoke('composeExtension/anonymousQueryLink', { url: portal }, serviceUrl, { from: undefined });
    const reply = (await (await talk.bot.post(link)).json()) as CardElement;
    expect(reply.composeExtension.attachments).toHaveLength(1);
    expect(JSON.stringify(reply)).not.toContain('Multi-stage');
    expect(await audited()).toMatchObject([{ who: null, door: 'anonymous-link', asked: [], answered: [] }]);
    expect(talk.bot.sandbox.calls).toEqual([]);
  },
);
