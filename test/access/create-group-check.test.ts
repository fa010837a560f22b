import { createGroupCheck } from '../../src/access/create-group-check.ts';
import { Failure } from '../../src/incidents/failure.ts';
import { asker, createMessage } from '../support/activities.ts';
import { createConversation, shown } from '../support/conversation.ts';
import type { PostedActivity } from '../support/fake-connector.ts';

const responders = '11111111-1111-4111-8111-111111111111';
const talk = createConversation();
const stranger = { from: { id: '29:stranger', name: 'x', aadObjectId: 'ffffffff-ffff-4fff-8fff-ffffffffffff' } };
const start = (groups: [string, string[]][]) =>
  talk.start({ env: { ALLOWED_GROUPS: responders.toUpperCase() }, sandbox: { groups: new Map(groups) } });
const checks = () => talk.bot.sandbox.calls.filter(({ path }) => path.endsWith('/checkMemberGroups'));

describe('with ALLOWED_GROUPS', () => {
  afterEach(() => talk.close());

  test('a member of a group is answered, somebody else is not, and each is checked once', async () => {
    await start([
      [asker.aadObjectId, [responders]],
      [stranger.from.aadObjectId, ['22222222-2222-4222-8222-222222222222']],
    ]);
    for (let time = 0; time < 2; time++) {
      expect(shown(await talk.ask('/incident 29'))).toContain('Multi-stage incident');
      expect(shown(await talk.ask('/incident 29', stranger))).toContain('You may not see incidents');
    }
    expect(checks().map(({ method, path }) => [method, path])).toEqual([
      ['POST', `/v1.0/users/${asker.aadObjectId}/checkMemberGroups`],
      ['POST', `/v1.0/users/${stranger.from.aadObjectId}/checkMemberGroups`],
    ]);
  });

  test('somebody whom the directory does not know is in no group', async () => {
    await start([]);
    expect(shown(await talk.ask('/incident 29'))).toContain('You may not see incidents');
  });

  test('somebody named by id is not looked for in groups', async () => {
    await talk.start({ env: { ALLOWED_GROUPS: responders, ALLOWED_USERS: asker.aadObjectId } });
    expect(shown(await talk.ask('/incident 29'))).toContain('Multi-stage incident');
    expect(checks()).toEqual([]);
  });

  test('groups that can not be checked let nobody in; the person is told so, and the audit trail', async () => {
    await start([[asker.aadObjectId, [responders]]]);
    await talk.bot.sandbox.close();
    const response = await talk.bot.post(createMessage('/incident 29', talk.bot.connector.serviceUrl));
    expect(response.status).toBe(200);
    expect(shown(talk.bot.connector.messages()[0] as PostedActivity)).toContain(
      'I could not check whether you may see',
    );
    expect(talk.bot.logged.join('')).toContain('"denial":"group-unknown"');
  });
});

const trace = { calls: 0, requestIds: [] };
const isIn = (groups: readonly string[], post: (path: string, body: object) => Promise<string>) =>
  createGroupCheck(groups, () => ({ post }), Date.now)('adele', trace);

test('without groups nobody is in one, and Graph is not even connected to', async () => {
  const check = createGroupCheck(
    [],
    () => {
      throw new RangeError('connected');
    },
    Date.now,
  );
  await expect(check('adele', trace)).resolves.toBe(false);
});

test('more than twenty groups are asked for in several requests, as Graph limits them', async () => {
  const groups = Array.from({ length: 45 }, (_, index) => `group-${index}`);
  const asked: number[] = [];
  const post = async (_: string, body: object) => {
    const { groupIds } = body as { groupIds: string[] };
    asked.push(groupIds.length);
    return JSON.stringify({ value: groupIds.includes('group-44') ? ['GROUP-44'] : [] });
  };
  await expect(isIn(groups, post)).resolves.toBe(true);
  expect(asked).toEqual([20, 20, 5]);
});

test('an answer about groups that were not asked for counts for nothing', async () => {
  await expect(isIn(['soc'], async () => '{"value":["everybody"]}')).resolves.toBe(false);
});

test.each(['', '[]', '{"value":"soc"}', '<html>'])('%j is no answer', async (body) => {
  await expect(isIn(['soc'], async () => body)).rejects.toMatchObject({ code: 'unavailable' });
});

test('an id can not lead to another path', async () => {
  const paths: string[] = [];
  const check = createGroupCheck(
    ['soc'],
    () => ({
      post: async (path) => {
        paths.push(path);
        return '{"value":[]}';
      },
    }),
    Date.now,
  );
  await check('../groups?x=#', trace);
  expect(paths).toEqual(['/v1.0/users/..%2Fgroups%3Fx%3D%23/checkMemberGroups']);
});

test('a failure is not kept: the next question is checked again', async () => {
  let calls = 0;
  const check = createGroupCheck(
    ['soc'],
    () => ({
      post: async () => {
        calls += 1;
        if (calls === 1) throw new Failure('missing-permission');
        return '{"value":["soc"]}';
      },
    }),
    Date.now,
  );
  await expect(check('adele', trace)).rejects.toMatchObject({ code: 'missing-permission' });
  await expect(check('adele', trace)).resolves.toBe(true);
});

test('an answer is kept for five minutes', async () => {
  let [time, calls] = [1_000, 0];
  const post = async () => {
    calls += 1;
    return '{"value":["soc"]}';
  };
  const check = createGroupCheck(
    ['soc'],
    () => ({ post }),
    () => time,
  );
  await check('adele', trace);
  time += 5 * 60_000;
  await check('adele', trace);
  expect(calls).toBe(1);
  time += 1;
  await check('adele', trace);
  expect(calls).toBe(2);
});

test('an answer that is nested too deep is none', async () => {
  const body = `{"value":["soc"],"x":${'['.repeat(200)}${']'.repeat(200)}}`;
  await expect(isIn(['soc'], async () => body)).rejects.toMatchObject({ code: 'unavailable' });
});
