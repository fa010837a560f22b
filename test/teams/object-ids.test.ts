import { sampleTenantId } from '../../src/sandbox/sample-incidents.ts';
import { asker, createMessage } from '../support/activities.ts';
import { shown } from '../support/conversation.ts';
import type { PostedActivity } from '../support/fake-connector.ts';
import { claimsOf, type OnlineBots, serviceUrlOf, startOnlineBots } from '../support/start-online-bots.ts';
import { tally } from '../support/tally.ts';

let online: OnlineBots;
beforeAll(async () => {
  online = await startOnlineBots({ ALLOWED_USERS: '', ALLOW_ALL_MEMBERS: 'true' });
});
afterAll(() => online.close());

/** Asks for help, which tells whether incidents may be seen, as somebody new with that object id. */
async function askAs(aadObjectId: unknown): Promise<string> {
  const { connector, post } = online.bots.global;
  const token = await online.channel.sign(claimsOf('global'));
  const from = { id: `29:${Math.random()}`, name: 'x', aadObjectId };
  const activity = createMessage('/incident x', serviceUrlOf('global'), { from });
  expect((await post(activity, { Authorization: `Bearer ${token}` })).status).toBe(200);
  return shown(connector.messages().at(-1) as PostedActivity);
}

test.each([
  ' ',
  'x',
  '..',
  'not a guid',
  '00000000-0000-0000-0000-000000000000',
  '00000000-0000-0000-0000-0000000000020',
  `${asker.aadObjectId} `,
  `{${asker.aadObjectId}}`,
  '',
  null,
  undefined,
])('a member with the object id %j, which is none of Entra, is nobody', async (id) => {
  const denied = (await askAs(id)).includes('You may not see incidents');
  tally('persons and places', { tried: 1, 'wrongly allowed': Number(!denied), 'wrongly denied': 0 });
  expect(denied).toBe(true);
});

test.each([asker.aadObjectId, asker.aadObjectId.toUpperCase()])('one with %s is somebody', async (id) => {
  const allowed = (await askAs(id)).includes('not an incident number');
  tally('persons and places', { tried: 1, 'wrongly allowed': 0, 'wrongly denied': Number(!allowed) });
  expect(allowed).toBe(true);
});

test.each([{ tenantId: 7 }, { tenantId: [sampleTenantId] }, { userRole: ['user'] }, { userRole: 5 }])(
  'a roster that says %j of somebody has not answered',
  async (odd) => {
    const { connector } = online.bots.global;
    const usual = connector.member;
    connector.member = { ...usual, ...odd };
    const said = await askAs(asker.aadObjectId);
    connector.member = usual;
    expect(said).toContain('could not check');
  },
);
