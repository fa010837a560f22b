import { jest } from '@jest/globals';
import { bot as botAccount, createInvoke, createMessage, inChannel } from '../support/activities.ts';
import type { CardElement } from '../support/card-elements.ts';
import { createConversation, refuse } from '../support/conversation.ts';
import { realTimers } from '../support/real-timers.ts';

const talk = createConversation();
const targeted = { ...inChannel(), recipient: { ...botAccount, isTargeted: true }, replyToId: 'posted-1' };
const unknown = 'Teams did not confirm that it was shared. Look before you share again.';

beforeEach(async () => {
  jest.useFakeTimers({ now: Date.now(), doNotFake: [...realTimers] });
  await talk.start();
});

afterEach(async () => {
  jest.useRealTimers();
  await talk.close();
});

/** Presses the button on the one card; @returns what its presser is told. */
async function press(id: string | undefined, incidents = '30'): Promise<string> {
  const value = { action: { type: 'Action.Execute', verb: 'share', data: { incidents, audience: 'asker' } } };
  const { post, connector } = talk.bot;
  const invoke = createInvoke('adaptiveCard/action', value, connector.serviceUrl, { ...targeted, id });
  return ((await (await post(invoke)).json()) as CardElement).value;
}

const pass = (seconds: number) => jest.setSystemTime(Date.now() + seconds * 1_000);
const posts = () => talk.bot.connector.messages().length;
/** What Teams answers to the next posts; nobody knows then whether they stand. */
const breakOff = (times: number) => {
  let left = times;
  talk.bot.connector.intercept = (_, response) => left-- > 0 && refuse(response, 500);
};

describe('after a press of which Teams did not say what became of it', () => {
  beforeEach(async () => {
    breakOff(1);
    expect(await press('first')).toBe(unknown);
    expect(posts()).toBe(1);
  });

  test('the same press, delivered again, posts nothing and is told the same', async () => {
    for (const seconds of [0, 15, 60]) {
      pass(seconds);
      expect(await press('first')).toBe(unknown);
    }
    expect(posts()).toBe(1);
  });

  test('another that comes within seconds is taken for the same', async () => {
    for (const id of ['second', undefined]) {
      pass(2);
      expect(await press(id)).toBe(unknown);
    }
    expect(posts()).toBe(1);
  });

  test('another, by somebody who had the time to look, shares', async () => {
    pass(6);
    expect(await press('second')).toBe('Shared.');
    expect(posts()).toBe(2);
  });

  test('once it was shared, whatever comes is told so, and posts nothing', async () => {
    pass(6);
    await press('second');
    for (const id of ['first', 'second', 'third', undefined]) {
      pass(60);
      expect(await press(id)).toBe('Shared.');
    }
    expect(posts()).toBe(2);
  });

  test('it may be pressed again as often as Teams does not say, and each delivery posts once', async () => {
    breakOff(2);
    for (const id of ['second', 'third']) {
      pass(6);
      expect(await press(id)).toBe(unknown);
      pass(15);
      expect(await press(id)).toBe(unknown);
    }
    expect(posts()).toBe(3);
    expect(await press('fourth')).toBe('Shared.');
    expect(posts()).toBe(4);
  });

  test('two at once share once', async () => {
    pass(6);
    expect(await Promise.all([press('second'), press('third')])).toEqual(['Shared.', 'Shared.']);
    expect(posts()).toBe(2);
  });

  test('one that Teams refuses is told so, and the next shares', async () => {
    pass(6);
    talk.bot.connector.intercept = (_, response) => posts() === 2 && refuse(response, 403);
    expect(await press('second')).toContain('it was not shared');
    expect(await press('third')).toBe('Shared.');
  });

  test('another card of the same conversation is shared at once', async () => {
    expect(await press('second', '31')).toBe('Shared.');
  });
});

test('a press that comes while another is under way waits for its outcome', async () => {
  const { connector } = talk.bot;
  let release = () => {};
  const posted = new Promise<void>((resolve) => {
    connector.intercept = (_, response) => {
      release = () => {
        response.writeHead(201, { 'Content-Type': 'application/json' });
        response.end('{"id":"1"}');
      };
      resolve();
      return true;
    };
  });
  const first = press('first');
  await posted;
  const second = press('second');
  await new Promise(setImmediate);
  release();
  expect(await Promise.all([first, second])).toEqual(['Shared.', 'Shared.']);
  expect(posts()).toBe(1);
});

test('a second press by Action.Submit shares, too, and only then', async () => {
  breakOff(1);
  const submit = async (id: string) => {
    const value = { verb: 'share', incidents: '30', audience: 'asker' };
    const message = createMessage('', talk.bot.connector.serviceUrl, { ...targeted, id, text: undefined, value });
    expect((await talk.bot.post(message)).status).toBe(200);
  };
  const told = () => talk.bot.connector.messages().map(({ activity }) => activity.text ?? 'the card');
  await submit('first');
  expect(told()).toEqual(['the card', unknown]);
  await submit('first');
  pass(6);
  await submit('second');
  expect(told()).toEqual(['the card', unknown, 'the card']);
});
