import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { pino } from 'pino';
import { createServer, type Server } from '../../src/server/create-server.ts';
import type { Admission, Delivery, Receipt } from '../../src/teams/create-receiver.ts';
import { msAwake } from '../support/ms-awake.ts';
import { sendRaw } from '../support/send-raw.ts';

let server: Server;
let url: string;
let port: number;
let deliveries: (Delivery & { authorization: string })[];
let receipt: () => Promise<Receipt>;

const admit = (authorization: string): Admission | Receipt => {
  if (authorization === 'Basic x') return { status: 401 };
  const receive = (delivery: Delivery) => {
    deliveries.push({ authorization, ...delivery });
    return receipt();
  };
  return { receive };
};

beforeEach(async () => {
  deliveries = [];
  receipt = async () => ({ status: 200 });
  server = createServer({ receiver: { admit }, log: pino({ level: 'silent' }), now: () => 7 });
  port = await server.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${port}`;
});
afterEach(() => server.close(100));

const post = (body: RequestInit['body'], headers: Record<string, string> = {}, path = '/api/messages') =>
  fetch(url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: body ?? null,
  });

/** Waits until a request has reached the handler. */
async function delivered(): Promise<void> {
  for (let waited = 0; deliveries.length === 0; waited += 5) {
    if (waited > 5_000) throw new RangeError('nothing was delivered');
    await delay(5);
  }
}

test('what comes with a header that is not worth it is refused before its body is read', async () => {
  const socket = connect(port, '127.0.0.1');
  socket.write('POST /api/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Basic x\r\nContent-Length: 200000\r\n\r\n');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 401 /);
  expect(deliveries).toEqual([]);
  socket.destroy();
});

test('a JSON body is delivered with its authorization and time of arrival', async () => {
  receipt = async () => ({ status: 201, body: { answer: 1 } });
  const response = await post('{"a":1}', { Authorization: 'Bearer x' });
  expect(response.status).toBe(201);
  expect(await response.json()).toEqual({ answer: 1 });
  expect(deliveries).toEqual([{ authorization: 'Bearer x', body: { a: 1 }, arrivedAt: 7 }]);
});

test('health is told, and nothing else', async () => {
  const response = await fetch(`${url}/healthz`);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ status: 'ok' });
  expect(response.headers.get('server')).toBeNull();
});

test('health is told to HEAD, too', async () => {
  expect((await fetch(`${url}/healthz`, { method: 'HEAD' })).status).toBe(200);
});

describe('a refusal is a bare status', () => {
  const large = JSON.stringify({ text: 'x'.repeat(300 * 1024) });
  const streamed = () =>
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(large));
        controller.close();
      },
    });

  test.each<[string, () => Promise<Response>, number]>([
    ['broken JSON', () => post('{"secret":"x"'), 400],
    ['JSON of 101 levels', () => post('['.repeat(101) + ']'.repeat(101)), 400],
    ['an announced body that is too large', () => post(large), 413],
    [
      'a streamed body that is too large',
      () =>
        fetch(`${url}/api/messages`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: streamed(),
          duplex: 'half',
        } as RequestInit),
      413,
    ],
    ['a packed body', () => post(gzipSync('{"a":1}'), { 'Content-Encoding': 'gzip' }), 415],
    ['a packed body that is broken', () => post('no gzip', { 'Content-Encoding': 'gzip' }), 415],
    ['another path', () => post('{}', {}, '/api/other'), 404],
    ['a path with a dot segment', () => fetch(`${url}/../etc/passwd`), 404],
    ['another method', () => fetch(`${url}/api/messages`), 405],
    ['another method on health', () => fetch(`${url}/healthz`, { method: 'POST' }), 405],
  ])('%s', async (_, request, status) => {
    const response = await request();
    expect(response.status).toBe(status);
    expect(await response.text()).toBe('');
    expect(deliveries).toEqual([]);
  });

  test.each(['text/plain', 'application/octet-stream', 'text/html', 'application/javascript', 'image/png'])(
    'also for a client that accepts %s',
    async (accepted) => {
      expect(await (await post('{"secret', { Accept: accepted })).text()).toBe('');
      expect(await (await post('{}', { Accept: accepted }, '/secret')).text()).toBe('');
    },
  );

  test('a handler that breaks shows nothing of why', async () => {
    receipt = () => Promise.reject(new RangeError('inside'));
    const response = await post('{}');
    expect(response.status).toBe(500);
    expect(await response.text()).toBe('');
  });
});

describe('bytes that no HTTP client sends', () => {
  test.each([
    ['a host that is no host', 'GET /healthz HTTP/1.1\r\nHost: [::\r\n\r\n'],
    ['a target that is no URL', 'GET http://[::1 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a target with a port that is none', 'POST http://a:b HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a target without a scheme', 'GET //evil.example HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['the asterisk', 'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a path with a broken escape', 'GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['garbage', '\u0000\u0001\u0002\r\n\r\n'],
  ])('%s is refused, and the server lives on', async (_, text) => {
    expect(await sendRaw(port, text)).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test.each(['websocket', 'h2c'])('an upgrade to %s is cut at once', async (protocol) => {
    const upgrade = `GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n\r\n`;
    expect(await msAwake(() => sendRaw(port, upgrade))).toBeLessThan(1_500);
  });

  test('a body without an end is cut at the limit, not read on', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk;
    });
    socket.write(
      'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    );
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const closed = new Promise((resolve) => socket.once('close', resolve));
    for (let sent = 0; sent < 200 && !socket.destroyed; sent++) {
      socket.write(chunk);
      await delay(1);
    }
    await closed;
    expect(received).toMatch(/^HTTP\/1\.1 413 /);
    expect(deliveries).toEqual([]);
  });
});

test.each(['text/plain', 'application/octet-stream', 'multipart/form-data; boundary=x', ''])(
  'a body of type %j is not read',
  async (type) => {
    const response = await fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': type },
      body: '{"a":1}',
    });
    expect(response.status).toBe(415);
    expect(deliveries).toEqual([]);
  },
);

test('JSON of 100 levels is delivered', async () => {
  await post('['.repeat(100) + ']'.repeat(100));
  expect(deliveries).toHaveLength(1);
});

test('JSON by another name is JSON', async () => {
  await post('{"a":1}', { 'Content-Type': 'application/vnd.microsoft.activity+json; charset=utf-8' });
  expect(deliveries).toHaveLength(1);
});

describe('closing', () => {
  test('lets a running request finish and takes no new one', async () => {
    let release = () => {};
    receipt = () =>
      new Promise((resolve) => {
        release = () => resolve({ status: 200 });
      });
    const running = post('{}');
    await delivered();
    const closed = server.close(5_000);
    await expect(post('{}')).rejects.toThrow('fetch failed');
    release();
    expect((await running).status).toBe(200);
    await closed;
  });

  test('does not wait longer than the grace for one that never ends', async () => {
    receipt = () => new Promise(() => {});
    const running = post('{}').catch(() => 'cut');
    await delivered();
    await server.close(50);
    expect(await running).toBe('cut');
  });

  test('does not wait for idle connections', async () => {
    const idle = connect(port, '127.0.0.1');
    await new Promise((resolve) => idle.once('connect', resolve));
    await fetch(`${url}/healthz`);
    expect(await msAwake(() => server.close(5_000))).toBeLessThan(4_000);
    idle.destroy();
  });
});

test('a port that is taken is an error with its number', async () => {
  const second = createServer({
    receiver: { admit },
    log: pino({ level: 'silent' }),
    now: () => 0,
  });
  await expect(second.listen(port, '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE', port });
});
