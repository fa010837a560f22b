import { pino } from 'pino';
import { createServer, type Server } from '../../src/server/create-server.ts';
import { type Limits, usualLimits } from '../../src/server/limits.ts';
import type { Receipt } from '../../src/teams/create-receiver.ts';
import { openRaw, sendRaw } from '../support/send-raw.ts';

let server: Server;
let port: number;
let deliveries: number;
let logged: string[];
let receive: () => Promise<Receipt>;

/** Starts a server with bounds that a test can reach. */
async function start(limits: Partial<Limits>): Promise<void> {
  deliveries = 0;
  logged = [];
  receive = async () => ({ status: 200 });
  server = createServer({
    receiver: {
      admit: () => ({
        receive: () => {
          deliveries += 1;
          return receive();
        },
      }),
    },
    log: pino({ base: null }, { write: (line: string) => void logged.push(line) }),
    now: () => 7,
    limits: { ...usualLimits, ...limits },
  });
  port = await server.listen(0, '127.0.0.1');
}
afterEach(() => server.close(100));

const bareTimeout = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n';
const head = 'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
const post = `${head}Content-Length: 2\r\n\r\n{}`;
const health = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n';
const statuses = (text: string) => text.match(/HTTP\/1\.1 \d+/g)?.map((line) => Number(line.slice(-3))) ?? [];

describe('slow senders', () => {
  const quick = { requestTimeout: 200, checkInterval: 20 };

  test.each([
    ['says nothing', ''],
    ['stops in its first line', 'POST /api/mess'],
    ['stops in its headers', 'POST /api/messages HTTP/1.1\r\nHost: x\r\nX-Slow: 1'],
    ['stops before its body', `${head}Content-Length: 10\r\n\r\n`],
    ['stops in its body', `${head}Content-Length: 10\r\n\r\n{"a"`],
    ['stops in a chunk', `${head}Transfer-Encoding: chunked\r\n\r\n5\r\n{"a"`],
    ['stops after its first request', `${health}POST /api/mess`],
  ])('one who %s is cut', async (_, text) => {
    await start(quick);
    const answer = (await openRaw(port, text).closed()).split('HTTP/1.1 ').at(-1);
    expect(`HTTP/1.1 ${answer}`).toBe(bareTimeout);
    expect(deliveries).toBe(0);
  });

  test.each([
    ['headers', 'POST /api/messages HTTP/1.1\r\n', 'X-Slow: 1\r\n'],
    ['body', `${head}Content-Length: 100000\r\n\r\n`, ' '],
  ])('one who dribbles %s is cut, however steadily', async (_, first, drop) => {
    await start(quick);
    const { socket, closed } = openRaw(port, first);
    const dribble = setInterval(() => socket.write(drop), 10);
    const answer = await closed().finally(() => clearInterval(dribble));
    expect(['', bareTimeout]).toContain(answer);
    expect(deliveries).toBe(0);
  });

  test('an answer that takes longer than a request may is still given', async () => {
    await start(quick);
    receive = async () => {
      // By then a slow sender has been cut, so the time has passed.
      await openRaw(port, 'POST').closed();
      return { status: 200 };
    };
    const { socket, closed, received } = openRaw(port, post);
    socket.on('data', () => socket.end());
    await closed();
    expect(statuses(received())).toEqual([200]);
  });
});

describe('many requests', () => {
  test('more in a second than a connection may are refused with a bare status, and the connection closed', async () => {
    await start({ requestsPerSecond: 3 });
    const { socket, closed, received } = openRaw(port);
    let seen = 0;
    socket.write(health);
    socket.on('data', () => {
      // One after the other, as a proxy does.
      if (statuses(received()).length > seen) {
        seen += 1;
        socket.write(health);
      }
    });
    const answers = await closed();
    expect(statuses(answers)).toEqual([200, 200, 200, 429]);
    expect(answers).toMatch(/HTTP\/1\.1 429 Too Many Requests\r\nConnection: close\r\n[^{]*$/);
    expect(logged.filter((line) => line.includes('429'))).toHaveLength(1);
    expect(statuses(await sendRaw(port, health, 200))).toEqual([200]);
  });

  test('requests that wait for no answer are taken in order, up to a bound', async () => {
    await start({ requestsAtOnce: 3 });
    const answers = await sendRaw(port, post.repeat(3), 300);
    expect(statuses(answers)).toEqual([200, 200, 200]);
    expect(deliveries).toBe(3);
  });

  test('an expectation that nobody meets ends its connection, and does not go past the bounds', async () => {
    await start({ requestsAtOnce: 3 });
    const expecting = 'GET /healthz HTTP/1.1\r\nHost: x\r\nExpect: x\r\n\r\n';
    const { closed } = openRaw(port, expecting.repeat(50));
    expect(statuses(await closed())).toEqual([417]);
    expect(logged.filter((line) => line.includes('417')).length).toBeLessThanOrEqual(3);
  });

  test('beyond the bound the connection is cut', async () => {
    await start({ requestsAtOnce: 3 });
    receive = () => new Promise(() => {});
    expect(await openRaw(port, post.repeat(10_000)).closed()).toBe('');
    expect(deliveries).toBeLessThanOrEqual(3);
  });

  test('the usual bounds let a busy proxy pass', () => {
    expect(usualLimits).toMatchObject({ requestsPerSecond: 100, requestsAtOnce: 10, connections: 1_000 });
  });
});

test('one connection more than there may be is closed without a word, until another ends', async () => {
  await start({ connections: 2 });
  const held = [openRaw(port, health), openRaw(port, health)];
  await Promise.all(held.map(({ socket }) => new Promise((resolve) => socket.once('data', resolve))));
  expect(await openRaw(port, health).closed()).toBe('');
  expect(logged.join('')).toContain('connection refused');
  for (const { socket } of held) socket.destroy();
  await Promise.all(held.map(({ closed }) => closed()));
  await answered();
});

/** The server learns of an end a moment after the client. */
async function answered(): Promise<void> {
  while (statuses(await sendRaw(port, health, 200)).length === 0);
}
