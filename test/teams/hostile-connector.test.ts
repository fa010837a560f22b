import type { IncomingMessage, ServerResponse } from 'node:http';
import { sampleTenantId } from '../../src/sandbox/sample-incidents.ts';
import { createMessage } from '../support/activities.ts';
import { createConversation, shown } from '../support/conversation.ts';
import { msAwake } from '../support/ms-awake.ts';

const talk = createConversation();
afterEach(() => talk.close());

const env = { ALLOW_ALL_MEMBERS: 'true', ALLOWED_TENANTS: sampleTenantId };
const megabyte = Buffer.alloc(1024 * 1024, ' ');

/** Answers with blanks for as long as somebody reads them; `sent` counts the megabytes. */
function flood(response: ServerResponse): { sent: number } {
  const flooded = { sent: 0 };
  const more = () => {
    flooded.sent += 1;
    if (flooded.sent < 600 && !response.destroyed && response.write(megabyte)) setImmediate(more);
  };
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.on('drain', more);
  more();
  return flooded;
}

/** Answers a blank at a time, without an end. */
function drip(_: IncomingMessage, response: ServerResponse): boolean {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 100);
  response.once('close', () => clearInterval(timer));
  return true;
}

const questionOf = (id: string) => createMessage('/incident 29', talk.bot.connector.serviceUrl, { id });

test('an answer of Teams without an end is not read on, and the next person is served', async () => {
  await talk.start();
  let flooded = { sent: 0 };
  talk.bot.connector.intercept = (_, response) => {
    flooded = flood(response);
    return true;
  };
  expect((await talk.bot.post(questionOf('1'))).status).toBe(500);
  expect(flooded.sent).toBeLessThan(100);
  talk.bot.connector.intercept = () => false;
  expect(shown(await talk.ask('/incident 30'))).toContain('Ransomware');
});

test('nor is it posted again, which would be twice: it was taken', async () => {
  await talk.start();
  talk.bot.connector.intercept = (_, response) => flood(response).sent > 0;
  await talk.bot.post(questionOf('1'));
  talk.bot.connector.intercept = () => false;
  expect((await talk.bot.post(questionOf('1'))).status).toBe(200);
  expect(talk.bot.connector.messages()).toHaveLength(1);
});

test('an answer of Teams that drips is cut after five seconds', async () => {
  await talk.start();
  talk.bot.connector.intercept = drip;
  const posting = async () => expect((await talk.bot.post(questionOf('1'))).status).toBe(500);
  expect(await msAwake(posting)).toBeLessThan(8_000);
});

test('a roster without an end is not read on', async () => {
  await talk.start({ env });
  let flooded = { sent: 0 };
  talk.bot.connector.tell = (_, response) => {
    flooded = flood(response);
    return true;
  };
  await talk.ask('/incident 29');
  expect(flooded.sent).toBeGreaterThan(0);
  expect(flooded.sent).toBeLessThan(100);
});

test('a roster that drips is not waited for longer than five seconds', async () => {
  await talk.start({ env });
  talk.bot.connector.tell = drip;
  expect(await msAwake(() => talk.ask('/incident 29'))).toBeLessThan(8_000);
});
