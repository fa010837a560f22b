import { createInvoke, createMessage, inChannel } from '../support/activities.ts';
import { expectBare } from '../support/expect-bare.ts';
import { msOfProcessor } from '../support/ms-awake.ts';
import { type RunningBot, startBot } from '../support/start-bot.ts';

let bot: RunningBot;
const rejections: unknown[] = [];
const note = (reason: unknown) => void rejections.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', note);
  bot = await startBot();
});
afterEach(async () => {
  // Whatever was sent: nothing that all objects share has changed, nothing broke unseen, and the next person is served.
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(untouched);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(rejections).toEqual([]);
  const before = bot.connector.messages().length;
  expect((await bot.post(createMessage('29', bot.connector.serviceUrl))).status).toBe(200);
  expect(JSON.stringify(bot.connector.messages()[before]?.activity)).toContain('Multi-stage incident');
});
afterAll(async () => {
  process.off('unhandledRejection', note);
  await bot.close();
});

const untouched = Object.getOwnPropertyNames(Object.prototype).sort();

/** Posts JSON as text: an object of JavaScript could not carry a `__proto__` of its own. */
const send = (json: string) =>
  fetch(`${bot.url}/api/messages`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Connection: 'close' },
    body: json,
  });

const here = '"here"';
const message = (fields: object) => JSON.stringify(createMessage('29', bot.connector.serviceUrl, fields));
const button = (data: unknown) =>
  JSON.stringify(
    createInvoke(
      'adaptiveCard/action',
      { action: { type: 'Action.Execute', verb: 'refresh', data } },
      bot.connector.serviceUrl,
    ),
  );
const search = (value: object) =>
  JSON.stringify(
    createInvoke('composeExtension/query', { commandId: 'findIncident', ...value }, bot.connector.serviceUrl),
  );

/** An activity with something else where it says "here". */
const places: [string, () => string][] = [
  ['a field that nobody knows', () => message({ unknown: 'here' })],
  ['the channel data', () => message({ channelData: 'here' })],
  ['the tenant', () => message({ channelData: { tenant: 'here' } })],
  ['the team', () => message({ ...inChannel(), channelData: { team: 'here' } })],
  ['the conversation', () => message({ conversation: { id: 'a:1', conversationType: 'personal', more: 'here' } })],
  ['the sender', () => message({ from: { id: '29:1', aadObjectId: 'a', properties: 'here' } })],
  ['the entities', () => message({ entities: 'here' })],
  ['an entity', () => message({ entities: [{ type: 'clientInfo', timezone: 'here' }] })],
  ['a mention', () => message({ entities: [{ type: 'mention', mentioned: 'here', text: '<at>x</at>' }] })],
  ['an attachment', () => message({ attachments: [{ contentType: 'text/html', content: 'here' }] })],
  ['the value of a message', () => message({ text: undefined, value: 'here' })],
  ['the data of a submitted card', () => message({ text: undefined, value: { verb: 'refresh', incidents: 'here' } })],
  ['the data of a button', () => button('here')],
  ['the incidents of a button', () => button({ incidents: 'here' })],
  ['the parameters of a search', () => search({ parameters: 'here' })],
  ['a parameter of a search', () => search({ parameters: [{ name: 'query', value: 'here' }] })],
  ['the window of a search', () => search({ parameters: [], queryOptions: 'here' })],
];

const pollution = '{"polluted":true,"toString":"x","type":"message","aadObjectId":"a","polluting":{"polluted":true}}';
const hostile: [string, string][] = [
  ['__proto__', `{"__proto__":${pollution}}`],
  ['an escaped __proto__', `{"\\u005f_proto__":${pollution}}`],
  ['constructor.prototype', `{"constructor":{"prototype":${pollution}}}`],
  ['prototype', `{"prototype":${pollution}}`],
  ['a __proto__ in a __proto__', `{"__proto__":{"__proto__":${pollution}}}`],
  ['a list with a __proto__', `[{"__proto__":${pollution}},{"constructor":{"prototype":${pollution}}}]`],
  ['methods of every object', '{"toString":1,"valueOf":1,"hasOwnProperty":1,"toJSON":1,"then":1,"length":-1}'],
  ['100,000 lists in one another', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['40,000 objects in one another', `${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`],
  ['a list of 120,000', `[${'1,'.repeat(119_999)}1]`],
  ['a list of 60,000 objects', `[${'{},'.repeat(59_999)}{}]`],
  ['20,000 fields', `{${Array.from({ length: 20_000 }, (_, n) => `"k${n}":0`).join(',')}}`],
  ['a long text', `"${'x'.repeat(250_000)}"`],
  ['a long text of angle brackets', `"${'<'.repeat(250_000)}"`],
  ['a long text of blanks', `"${' '.repeat(250_000)}"`],
  ['a number beyond all', '1e999'],
  ['a lone surrogate', '"\\ud800"'],
];

describe.each(places)('in %s', (_, activity) => {
  test.each(hostile)('%s does no harm', async (__, value) => {
    const answer = async () => {
      const response = await send(activity().replace(here, value));
      await response.arrayBuffer();
      expect([200, 400, 501]).toContain(response.status);
    };
    expect(await msOfProcessor(answer)).toBeLessThan(3_000);
  });
});

test.each(hostile)('%s as the text of a message does no harm', async (_, value) => {
  const response = await send(message({ text: 'here' }).replace(here, value));
  expect([200, 400]).toContain(response.status);
});

test.each(hostile)('%s is no activity', async (_, value) => {
  const response = await send(value);
  await expectBare(response, 400);
});

test('what an activity inherits by __proto__ is not read', async () => {
  const before = bot.connector.messages().length;
  const { text, ...rest } = createMessage('/incident 29', bot.connector.serviceUrl);
  await send(`{"__proto__":${JSON.stringify({ text })},${JSON.stringify({ ...rest, text: 'help' }).slice(1)}`);
  expect(JSON.stringify(bot.connector.messages()[before]?.activity)).not.toContain('Multi-stage incident');
});
