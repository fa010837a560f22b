import { sampleTenantId } from '../../src/sandbox/sample-incidents.ts';
import { asker, createMessage, inChannel } from '../support/activities.ts';
import { createConversation, shown } from '../support/conversation.ts';
import type { PostedActivity } from '../support/fake-connector.ts';
import { claimsOf, type OnlineBots, serviceUrlOf, startOnlineBots } from '../support/start-online-bots.ts';

const group = '11111111-1111-4111-8111-111111111111';
let online: OnlineBots;

beforeAll(async () => {
  online = await startOnlineBots({ ALLOWED_USERS: '', ALLOWED_TEAMS: group });
});
afterAll(() => online.close());

/** Asks for help in a channel of a team that the activity names by its thread alone. */
async function ask(team: string): Promise<PostedActivity> {
  const { connector, post } = online.bots.global;
  connector.member = { id: asker.id, userRole: 'user', tenantId: sampleTenantId };
  const place = inChannel();
  const activity = createMessage('/incident x', serviceUrlOf('global'), {
    ...place,
    conversation: { ...place.conversation, id: `19:${team}@thread.tacv2;messageid=1` },
    channelData: { ...place.channelData, channel: { id: `19:${team}@thread.tacv2` }, team: { id: team } },
  });
  const token = await online.channel.sign(claimsOf('global'));
  expect((await post(activity, { Authorization: `Bearer ${token}` })).status).toBe(200);
  return connector.messages().at(-1) as PostedActivity;
}

test("a team is known by its group, which Teams is asked for with the bot's token", async () => {
  const { connector } = online.bots.global;
  connector.team = { aadGroupId: group.toUpperCase() };
  expect(shown(await ask('right'))).toContain('not an incident number');
  expect(connector.requests).toContain('GET /teams/v3/teams/right');
  expect(new Set(connector.authorizations)).toEqual(new Set(['Bearer of-the-bot']));
});

test('a team is asked about once', async () => {
  const { connector } = online.bots.global;
  await ask('right');
  await ask('right');
  expect(connector.requests.filter((request) => request === 'GET /teams/v3/teams/right')).toHaveLength(1);
});

test('a team of another group, or of none that can be told, lets nobody in', async () => {
  const { connector } = online.bots.global;
  for (const team of [{ aadGroupId: '99999999-9999-4999-8999-999999999999' }, {}, undefined]) {
    connector.team = team;
    expect(shown(await ask(`wrong-${JSON.stringify(team)?.length}`))).toContain('You may not see incidents');
  }
});

test('a question about a team is not carried to where a redirect points, nor is the token', async () => {
  const { connector } = online.bots.global;
  connector.team = { aadGroupId: group };
  const before = connector.requests.length;
  connector.teamRedirect = `${serviceUrlOf('global')}elsewhere`;
  expect(shown(await ask('redirected'))).toContain('You may not see incidents');
  expect(connector.requests.slice(before).join()).not.toContain('elsewhere');
});

describe('the roster', () => {
  const talk = createConversation();
  afterEach(() => talk.close());
  const member = { id: asker.id, userRole: 'user', tenantId: sampleTenantId };
  const other = '99999999-9999-4999-8999-999999999999';
  const env = { ALLOW_ALL_MEMBERS: 'true', ALLOWED_TENANTS: `${sampleTenantId},${other}` };

  test('is asked again after an hour', async () => {
    let time = Date.now();
    await talk.start({ env, now: () => time });
    talk.bot.connector.member = member;
    expect(shown(await talk.ask('/incident 29'))).toContain('Multi-stage');
    talk.bot.connector.member = { ...member, userRole: 'guest' };
    time += 60 * 60_000;
    expect(shown(await talk.ask('/incident 29'))).toContain('Multi-stage');
    time += 1;
    expect(shown(await talk.ask('/incident 29'))).toContain('You may not see incidents');
  });

  test('is asked again at once where it did not answer', async () => {
    await talk.start({ env });
    talk.bot.connector.rosterRefusal = { status: 403, code: 'BotNotInConversationRoster' };
    expect(shown(await talk.ask('/incident 29'))).toContain('I am not a member of this conversation');
    talk.bot.connector.rosterRefusal = undefined;
    talk.bot.connector.member = member;
    expect(shown(await talk.ask('/incident 29'))).toContain('Multi-stage');
  });

  test('knows a person of each tenant for itself', async () => {
    await talk.start({ env });
    talk.bot.connector.member = member;
    expect(shown(await talk.ask('/incident 29'))).toContain('Multi-stage');
    talk.bot.connector.member = { ...member, userRole: 'guest', tenantId: other };
    const conversation = { id: 'a:elsewhere', conversationType: 'personal', tenantId: other };
    const elsewhere = { conversation, channelData: { tenant: { id: other } } };
    expect(shown(await talk.ask('/incident 29', elsewhere))).toContain('You may not see incidents');
  });
});
