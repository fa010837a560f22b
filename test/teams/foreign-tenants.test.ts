import { sampleTenantId } from '../../src/sandbox/sample-incidents.ts';
import { asker, bot as botAccount, createInvoke, createMessage } from '../support/activities.ts';
import { portal } from '../support/conversation.ts';
import { expectBare } from '../support/expect-bare.ts';
import { claimsOf, type OnlineBots, serviceUrlOf, startOnlineBots } from '../support/start-online-bots.ts';
import { tally } from '../support/tally.ts';

const foreign = '99999999-9999-4999-8999-999999999999';
const partner = '88888888-8888-4888-8888-888888888888';
const serviceUrl = serviceUrlOf('global');

let online: OnlineBots;
beforeAll(async () => {
  online = await startOnlineBots({ ALLOWED_TENANTS: `${sampleTenantId},${partner}` });
});
afterAll(() => online.close());

async function post(activity: object): Promise<Response> {
  const token = await online.channel.sign(claimsOf('global'));
  return online.bots.global.post(activity, { Authorization: `Bearer ${token}` });
}

/** An activity's fields that name these tenants. */
const named = (channelTenant: unknown, conversationTenant: unknown) => ({
  channelData: { tenant: { id: channelTenant } },
  conversation: { id: 'a:personal-1', conversationType: 'personal', tenantId: conversationTenant },
});

const action = { action: { type: 'Action.Execute', verb: 'refresh', data: { incidents: '29' } } };
const search = { commandId: 'findIncident', parameters: [{ name: 'query', value: '29' }] };
const doors: [string, object][] = [
  ['help', createMessage('help', serviceUrl)],
  ['a question', createMessage('/incident 29', serviceUrl)],
  ['a button', createInvoke('adaptiveCard/action', action, serviceUrl)],
  ['a search', createInvoke('composeExtension/query', search, serviceUrl)],
  ['a pasted link', createInvoke('composeExtension/queryLink', { url: portal }, serviceUrl)],
  ['an installation', createMessage('', serviceUrl, { type: 'installationUpdate', action: 'add' })],
  ['a new member', createMessage('', serviceUrl, { type: 'conversationUpdate', membersAdded: [botAccount] })],
];
const anonymous = createInvoke('composeExtension/anonymousQueryLink', { url: portal }, serviceUrl, { from: undefined });
const tenants: [string, object][] = [
  ['of a foreign tenant', named(foreign, foreign)],
  ['of a foreign tenant by its channel data alone', named(foreign, undefined)],
  ['of a foreign tenant by its conversation alone', named(undefined, foreign)],
  ['in whose conversation a foreign tenant stands', named(sampleTenantId, foreign)],
  ['in whose channel data a foreign tenant stands', named(foreign, sampleTenantId)],
];
const nobody: [string, object][] = [
  ['of no tenant', named(undefined, undefined)],
  ['of tenants without a name', named('', '')],
  ['of tenants of another type', named(7, [sampleTenantId])],
  ['without channel data', { ...named(undefined, undefined), channelData: undefined }],
];

const refused = doors.flatMap(([door, activity]) =>
  [...tenants, ...nobody].map(([tenant, fields]) => [door, tenant, { ...activity, ...fields }] as const),
);
const anonymousRefused = tenants.map(([tenant, fields]) => ['a link', tenant, { ...anonymous, ...fields }] as const);

test.each([
  ...refused,
  ...anonymousRefused,
  // A message is not let in by calling itself what only an invoke can be.
  [
    'a message',
    'that calls itself a link of nobody',
    { ...createMessage('29', serviceUrl), ...named('', ''), name: 'composeExtension/anonymousQueryLink' },
  ],
] as const)('%s %s gets a bare status and nothing is posted', async (_, __, activity) => {
  const { connector, logged } = online.bots.global;
  const before = connector.posted.length;
  logged.length = 0;
  const response = await post(activity);
  const answered = Number(response.ok || connector.posted.length > before);
  tally('foreign tenants', { tried: 1, answered });
  await expectBare(response, 403);
  expect(answered).toBe(0);
  const [line] = logged.map((text) => JSON.parse(text));
  expect(line).toMatchObject({ msg: 'activity refused', reason: 'foreign tenant' });
});

test('the tenant that was refused is in the log', async () => {
  online.bots.global.logged.length = 0;
  await post(createMessage('help', serviceUrl, named(foreign.toUpperCase(), sampleTenantId)));
  expect(JSON.parse(online.bots.global.logged[0] ?? '')).toMatchObject({ tenants: [foreign, sampleTenantId] });
});

test('without a good token nobody learns which tenants may ask', async () => {
  const forged = await online.channel.sign(claimsOf('global'), { key: online.channel.wrongKey });
  for (const tenant of [foreign, sampleTenantId]) {
    const message = createMessage('help', serviceUrl, named(tenant, tenant));
    await expectBare(await online.bots.global.post(message, { Authorization: `Bearer ${forged}` }), 401);
  }
});

test.each([
  ['the home tenant', named(sampleTenantId, sampleTenantId)],
  ['the home tenant in another case', named(sampleTenantId.toUpperCase(), undefined)],
  ['another tenant of the rules', named(partner, partner)],
  ['two tenants of the rules', named(partner, sampleTenantId)],
])('a person of %s is answered', async (_, fields) => {
  const before = online.bots.global.connector.messages().length;
  expect((await post(createMessage('help', serviceUrl, { from: asker, ...fields }))).status).toBe(200);
  expect(online.bots.global.connector.messages()).toHaveLength(before + 1);
});

test.each([
  ['of no tenant', named(undefined, undefined)],
  ['of the home tenant', {}],
])('a link that Teams shows to nobody in particular, %s, becomes a card that tells nothing', async (_, fields) => {
  const response = await post({ ...anonymous, ...fields });
  expect(response.status).toBe(200);
  const text = await response.text();
  expect(text).toContain('Microsoft Defender incident');
  expect(text).not.toMatch(/29|High|contoso|Multi/);
});

test('for none of them an API was asked', () => {
  expect(online.world.contacted).not.toContain('graph.microsoft.com:443');
});
