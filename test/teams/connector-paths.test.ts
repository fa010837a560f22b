import fc from 'fast-check';
import { createMessage, inChannel } from '../support/activities.ts';
import { fuzzOptions } from '../support/fuzz-options.ts';
import { type RunningBot, startBot } from '../support/start-bot.ts';

const listed = { id: '29:listed', aadObjectId: 'user-1' };
let bot: RunningBot;

beforeAll(async () => {
  bot = await startBot({ env: { ALLOWED_TEAMS: 'group-1', ALLOWED_USERS: listed.aadObjectId } });
});
beforeEach(() => {
  bot.connector.requests.length = 0;
});
afterAll(() => bot.close());

/** Where an id goes into the address of a request to Teams. */
const places: Record<string, (id: string) => object> = {
  'the conversation': (id) => ({ conversation: { id, conversationType: 'personal' } }),
  'the activity': (id) => ({ id }),
  'the person': (id) => ({ from: { ...listed, id } }),
  'the team': (id) => ({ ...inChannel(), channelData: { ...inChannel().channelData, team: { id } } }),
  "the card's message": (id) => ({
    from: listed,
    text: undefined,
    replyToId: id,
    value: { verb: 'refresh', incidents: '29', lang: 'en' },
  }),
};

/** One segment for each id, and none that a parser leaves out; a refusal is posted to its asker alone. */
const segment = '(?!\\.{1,2}(?:/|$))[^/?#\\\\]+';
const address = new RegExp(
  `^(POST|PUT|GET) /v3/(conversations/${segment}/(activities(/${segment})?(\\?isTargetedActivity=true)?|members/${segment})|teams/${segment})$`,
);

async function send(place: string, id: string): Promise<string[]> {
  const response = await bot.post(createMessage('29', bot.connector.serviceUrl, places[place]?.(id)));
  await response.arrayBuffer();
  return bot.connector.requests.splice(0);
}

const tricks = [
  '..',
  '.',
  '../..',
  '../../../admin',
  '/../..',
  '..\\..',
  '%2e%2e',
  '%2f..',
  '..%2f..%2f',
  '..;/',
  '..?',
  '/',
  '//evil.example',
  'https://evil.example/',
  '@evil.example',
  'a?x=1',
  '?isTargetedActivity=false',
  'a#b',
  '#',
  '&x=1',
  '{activityId}',
  '{conversationId}',
  '\u0000',
  'a\r\nHost: evil.example',
  '\ud800',
  '．．',
  '\t..',
  '..\n',
];

describe.each(Object.keys(places))('the id of %s', (place) => {
  test('is there where it is a good one', async () => {
    expect((await send(place, 'a:good')).some((request) => request.includes('a%3Agood'))).toBe(true);
  });

  test.each(tricks)('leads nowhere else as %j', async (id) => {
    for (const request of await send(place, id)) expect(request).toMatch(address);
  });

  test('leads nowhere else for any text', async () => {
    const text = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.array(fc.constantFrom(...tricks), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (id) => {
        for (const request of await send(place, id)) expect(request).toMatch(address);
      }),
      fuzzOptions(100),
    );
  });
});
