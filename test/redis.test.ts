import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { createSecret } from '../src/config/secret.ts';
import { connectRedis, type SharedStore } from '../src/incidents/connect-redis.ts';
import { createRequestBudget } from '../src/incidents/create-request-budget.ts';
import { createInvoke, createMessage } from './support/activities.ts';
import { refuse } from './support/conversation.ts';
import { type RunningBot, startBot } from './support/start-bot.ts';
import { startRedis, type TestRedis } from './support/start-redis.ts';

let redis: TestRedis;
let replicas: RunningBot[];

beforeEach(async () => {
  redis = await startRedis();
  replicas = await Promise.all([1, 2].map(() => startBot({ env: { REDIS_URL: redis.url } })));
  for (const replica of replicas) await logged(replica, 'Redis is connected');
});
afterEach(async () => {
  await Promise.all(replicas.map((replica) => replica.close()));
  await redis.kill();
});

async function logged(replica: RunningBot, text: string): Promise<void> {
  for (let waited = 0; !replica.logged.some((line) => line.includes(text)); waited += 20) {
    if (waited > 10_000) throw new RangeError(`not logged: ${text}`);
    await delay(20);
  }
}

const [first, second] = [() => replicas[0] as RunningBot, () => replicas[1] as RunningBot];
const ask = (replica: RunningBot, text: string, differences: object = {}) =>
  replica.post(createMessage(text, replica.connector.serviceUrl, differences));

async function connect(): Promise<SharedStore> {
  const store = await connectRedis(createSecret(redis.url), pino({ level: 'silent' }));
  for (let waited = 0; !store.client.isReady && waited < 5_000; waited += 20) await delay(20);
  return store;
}

test('what one replica fetched, the other answers without a call', async () => {
  await ask(first(), '/incident 30');
  await ask(second(), '/incident 30');
  expect(first().askedIds()).toEqual(['30']);
  expect(second().askedIds()).toEqual([]);
  expect(JSON.stringify(second().connector.messages()[0]?.activity)).toContain('Ransomware activity');
});

test('what one replica fetched, the other shows when its API is down', async () => {
  await Promise.all(replicas.map((replica) => replica.close()));
  let time = Date.now();
  replicas = await Promise.all([1, 2].map(() => startBot({ env: { REDIS_URL: redis.url }, now: () => time })));
  for (const replica of replicas) await logged(replica, 'Redis is connected');
  await ask(first(), '/incident 30');
  await second().sandbox.close();
  time += 120_000;
  await ask(second(), '/incident 30');
  expect(JSON.stringify(second().connector.messages()[0]?.activity)).toContain('said 2 minutes ago');
});

test('an activity that reaches both replicas is answered once', async () => {
  await Promise.all(replicas.map((replica) => ask(replica, '/incident 30', { id: 'the same' })));
  expect(replicas.flatMap((replica) => replica.connector.messages())).toHaveLength(1);
});

test('the budget is one for both', async () => {
  const stores = await Promise.all([connect(), connect()]);
  const budgets = stores.map((store) => createRequestBudget({ perMinute: 3, perHour: 100 }, 'test:', store));
  for (const budget of [...budgets, budgets[0]]) await budget?.spend();
  for (const budget of budgets) {
    await expect(budget.spend()).rejects.toMatchObject({
      code: 'throttled',
      details: { retryAfterSeconds: expect.any(Number) },
    });
  }
  for (const store of stores) store.close();
});

test('without Redis each replica goes on alone, and says so once, without the password', async () => {
  await ask(first(), '/incident 30');
  await redis.kill();
  await logged(first(), 'Redis is out of reach');
  for (const id of ['29', '31', '32']) expect((await ask(first(), `/incident ${id}`)).status).toBe(200);
  const message = createMessage('/incident 33', first().connector.serviceUrl);
  await Promise.all([first().post(message), first().post(message)]);
  expect(first().connector.messages()).toHaveLength(5);
  expect(first().askedIds()).toEqual(['30', '29', '31', '32', '33']);
  const log = first().logged.join('');
  expect(log.match(/out of reach/g)).toHaveLength(1);
  expect(log).not.toContain(redis.password);
});

test('an entry that is no answer is fetched anew', async () => {
  const store = await connect();
  await ask(first(), '/incident 30');
  const [key] = await store.client.keys('*incident:30');
  for (const garbage of ['{', '{"fetchedAt":1}', '[]']) {
    await store.client.set(key ?? '', garbage);
    await ask(second(), '/incident 30', { conversation: { id: `a:${garbage}`, conversationType: 'personal' } });
  }
  expect(second().askedIds()).toEqual(['30']);
  expect(second().connector.messages()).toHaveLength(3);
  store.close();
});

test('offline it finds nothing of what the real bots of a tenant share, and leaves them nothing', async () => {
  const tenant = '11111111-1111-4111-8111-111111111111';
  const offline = await startBot({ env: { REDIS_URL: redis.url, AZURE_TENANT_ID: tenant } });
  replicas.push(offline);
  await logged(offline, 'Redis is connected');
  await ask(offline, '/incident 30');
  const store = await connect();
  expect(await store.client.keys('*incident:30')).toEqual([expect.stringContaining(':offline:')]);
  expect(await store.client.keys(`*${tenant}*`)).toEqual([]);
  store.close();
});

test('what one person may cost by typing is counted for all replicas, and goes on without Redis', async () => {
  const search = async (replica: RunningBot, typed: string) => {
    const value = { commandId: 'findIncident', parameters: [{ name: 'query', value: typed }] };
    const invoke = createInvoke('composeExtension/query', value, replica.connector.serviceUrl);
    return JSON.stringify(await (await replica.post(invoke)).json());
  };
  for (const typed of ['29', '30', '31']) expect(await search(first(), typed)).toContain('attachments');
  expect(await search(second(), '32')).toMatch(/Type on in \d+ seconds/);
  expect(second().askedIds()).toEqual([]);
  await redis.kill();
  expect(await search(second(), '32')).toContain('attachments');
});

test('what became of a press to share is known to all replicas', async () => {
  const press = async (replica: RunningBot, id: string, incidents: string) => {
    const value = { action: { type: 'Action.Execute', verb: 'share', data: { incidents, audience: 'asker' } } };
    const invoke = createInvoke('adaptiveCard/action', value, replica.connector.serviceUrl, { id, replyToId: '1' });
    return ((await (await replica.post(invoke)).json()) as { value: string }).value;
  };
  expect(await press(first(), 'a', '30')).toBe('Shared.');
  expect(await press(second(), 'b', '30')).toBe('Shared.');
  first().connector.intercept = (_, response) => refuse(response, 500);
  expect(await press(first(), 'c', '29')).toContain('did not confirm');
  expect(await press(second(), 'c', '29')).toContain('did not confirm');
  expect(second().connector.messages()).toEqual([]);
});
