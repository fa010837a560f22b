import { randomUUID } from 'node:crypto';
import { sampleTenantId } from '../../src/sandbox/sample-incidents.ts';
import { createInvoke, createMessage, inChannel } from '../support/activities.ts';
import { createConversation, portal } from '../support/conversation.ts';
import { tally } from '../support/tally.ts';

const talk = createConversation();
afterEach(() => talk.close());

const execute = (verb: string, data: object) => ({ action: { type: 'Action.Execute', verb, data } });
const search = (typed: string) => ({ commandId: 'findIncident', parameters: [{ name: 'query', value: typed }] });
const menu = {
  commandId: 'lookUpIncidents',
  messagePayload: { body: { contentType: 'html', content: 'incident 29' } },
};
const pressed = (value: object) => ({ text: undefined, value, replyToId: 'posted-1' });

/** Every way to ask for incident 29, as Teams sends it. */
const doors: [string, (url: string) => object][] = [
  ['a message', (url) => createMessage('/incident 29', url)],
  ['a list', (url) => createMessage('/incidents', url)],
  ...['refresh', 'show', 'share'].flatMap((verb): [string, (url: string) => object][] => [
    [`${verb} by Action.Submit`, (url) => createMessage('', url, pressed({ verb, incidents: '29' }))],
    [
      `${verb} by Action.Execute`,
      (url) => createInvoke('adaptiveCard/action', execute(verb, { incidents: '29' }), url, { replyToId: 'posted-1' }),
    ],
  ]),
  ['more by Action.Submit', (url) => createMessage('', url, pressed({ verb: 'list', list: 'page 1' }))],
  ['more by Action.Execute', (url) => createInvoke('adaptiveCard/action', execute('list', { list: 'page 1' }), url)],
  ['the search, by number', (url) => createInvoke('composeExtension/query', search('29'), url)],
  ['the search, by words', (url) => createInvoke('composeExtension/query', search('multi'), url)],
  ['a pasted link', (url) => createInvoke('composeExtension/queryLink', { url: portal }, url)],
  ["a message's menu", (url) => createInvoke('composeExtension/fetchTask', menu, url)],
  ["a message's menu after an installation", (url) => createInvoke('composeExtension/submitAction', menu, url)],
];

const foreign = '99999999-9999-4999-8999-999999999999';
const member = { userRole: 'user', tenantId: sampleTenantId };
interface Person {
  readonly from?: object;
  /** As the conversation and as Teams' channel data name it. */
  readonly tenants?: readonly [string, string];
  readonly roster?: Record<string, unknown> | undefined;
  readonly refusal?: { readonly status: number; readonly code: string };
}
/** People whom "every member of the tenant may ask" does not let in. */
const outsiders: [string, Person][] = [
  ['a guest', { roster: { ...member, userRole: 'guest' } }],
  ['a federated person', { roster: { ...member, tenantId: foreign } }],
  ['somebody at a meeting without an account', { roster: { ...member, userRole: 'anonymous' } }],
  ['a federated person whose role is not told', { roster: { tenantId: foreign } }],
  ['somebody of another tenant', { tenants: [foreign, foreign] }],
  ['somebody of two tenants, the home one first', { tenants: [sampleTenantId, foreign] }],
  ['somebody of two tenants, the home one last', { tenants: [foreign, sampleTenantId] }],
  ['somebody without an Entra object id', { from: { aadObjectId: undefined } }],
  ['somebody whose id is none', { from: { aadObjectId: '..' } }],
  ['somebody whose id is blank', { from: { aadObjectId: ' ' } }],
  ["somebody whose id is nobody's", { from: { aadObjectId: '00000000-0000-0000-0000-000000000000' } }],
  ['a bot', { from: { role: 'Bot' } }],
  ['a bot, by its id', { from: { id: `28:${randomUUID()}` } }],
  ['somebody where the bot is not installed', { refusal: { status: 403, code: 'BotNotInConversationRoster' } }],
];

/** Asks as `person`, who is new to the bot; everything that came back, and what the API was asked. */
async function askAs({ from = {}, tenants, roster = member, refusal }: Person, door: (url: string) => object) {
  const { bot } = talk;
  bot.connector.member = roster;
  bot.connector.rosterRefusal = refusal;
  const before = { calls: bot.sandbox.calls.length, posted: bot.connector.posted.length };
  const id = `29:${randomUUID()}`;
  const { conversation, channelData } = inChannel();
  const [first, second] = tenants ?? [sampleTenantId, sampleTenantId];
  const activity = {
    ...door(bot.connector.serviceUrl),
    from: { id, name: 'x', aadObjectId: randomUUID(), ...from },
    conversation: { ...conversation, tenantId: first },
    channelData: { ...channelData, tenant: { id: second } },
  };
  const response = await bot.post(activity);
  const said = JSON.stringify([
    await response.text(),
    bot.connector.posted.slice(before.posted),
    bot.connector.updated.splice(0),
  ]);
  return { status: response.status, calls: bot.sandbox.calls.length - before.calls, said };
}

describe.each(doors)('by %s', (_, door) => {
  test('a member gets incidents, and nobody else gets anything of them', async () => {
    await talk.start({
      env: { ALLOW_ALL_MEMBERS: 'true', ALLOWED_TENANTS: sampleTenantId, INCIDENT_CACHE_SECONDS: '0' },
    });
    const leaked: string[] = [];
    for (const [name, person] of outsiders) {
      const { status, calls, said } = await askAs(person, door);
      expect([name, status]).toEqual([name, 200]);
      if (calls > 0 || said.includes('Multi-stage')) leaked.push(name);
    }
    const { calls, said } = await askAs({}, door);
    const denied = calls === 0 || !said.includes('Multi-stage');
    tally('persons and doors', {
      tried: outsiders.length + 1,
      'wrongly allowed': leaked.length,
      'wrongly denied': Number(denied),
    });
    expect({ leaked, denied }).toEqual({ leaked: [], denied: false });
  });
});
