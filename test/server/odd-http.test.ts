import { pino } from 'pino';
import { createServer, type Server } from '../../src/server/create-server.ts';
import { sendRaw } from '../support/send-raw.ts';

let server: Server;
let port: number;
let deliveries: unknown[];

beforeEach(async () => {
  deliveries = [];
  server = createServer({
    receiver: {
      admit: () => ({
        receive: async ({ body }) => {
          deliveries.push(body);
          return { status: 200 };
        },
      }),
    },
    log: pino({ level: 'silent' }),
    now: Date.now,
  });
  port = await server.listen(0, '127.0.0.1');
});
afterEach(() => server.close(100));

/** Stands in everything that is sent here, so that an echo would show. */
const mark = 'planted-echo';
const good = `{"text":"${mark}"}`;
const json = `Host: x\r\nContent-Type: application/json\r\nX-Mark: ${mark}\r\n`;
const post = (headers: string, body: string) => `POST /api/messages HTTP/1.1\r\n${json}${headers}\r\n${body}`;
const sized = (text: string) => `Content-Length: ${text.length}\r\n`;
const get = (target: string, headers = 'Host: x\r\n') => `GET ${target} HTTP/1.1\r\n${headers}X-Mark: ${mark}\r\n\r\n`;
const smuggled = `POST /api/messages HTTP/1.1\r\n${json}Content-Length: 2\r\n\r\n{}`;

const odd: [string, string, RegExp][] = [
  ['an unknown path', get(`/${mark}`), /^404 /],
  ['a path with an escape that is none', get(`/%zz${mark}`), /^4/],
  ['a path with an escaped slash', get(`/api%2fmessages?${mark}`), /^404 /],
  ['a query on a path that is known', get(`/api/messages?${mark}`), /^405 /],
  ['another method', `PUT /api/messages HTTP/1.1\r\n${json}${sized(good)}\r\n${good}`, /^405 /],
  ['a trace', `TRACE /api/messages HTTP/1.1\r\n${json}\r\n`, /^405 /],
  ['options', `OPTIONS /api/messages HTTP/1.1\r\n${json}Origin: https://${mark}\r\n\r\n`, /^405 /],
  ['a method put in place of another', get('/api/messages', 'Host: x\r\nX-HTTP-Method-Override: POST\r\n'), /^405 /],
  ['a method that nobody knows', `${mark} /api/messages HTTP/1.1\r\nHost: x\r\n\r\n`, /^400 /],
  ['broken JSON', post(sized(`${good}}`), `${good}}`), /^400 /],
  ['no body', post('', ''), /^400 /],
  ['a body of another type', post(sized(good), good).replace('application/json', `text/${mark}`), /^415 /],
  ['two types', post(`${sized(good)}Content-Type: text/plain\r\n`, good).replace('application/json', mark), /^415 /],
  ['a body that says it is too large', post('Content-Length: 300000\r\n', good), /^413 /],
  ['a body of terabytes', post('Content-Length: 99999999999999\r\n', good), /^413 /],
  ['an expectation that nobody meets', post(`Expect: ${mark}\r\n${sized(good)}`, good), /^417 /],
  ['no host', get('/healthz', ''), /^400 /],
  ['two hosts', get('/healthz', `Host: x\r\nHost: ${mark}\r\n`), /^(400|200) /],
  ['a host with a path', get('/healthz', `Host: x/${mark}\r\n`), /^400 /],
  ['a host that is none', get('/healthz', `Host: [${mark}\r\n`), /^400 /],
  ['a host that is none, by another way in', get('/healthz', `Host: [${mark}\r\nExpect: 100-continue\r\n`), /^400 /],
  ['a host with a path, by another way in', get('/healthz', `Host: x/\r\nExpect: 100-continue\r\n`), /^400 /],
  ['the address of another server', get(`http://${mark}.example/healthz`), /^400 /],
  ['a request for a tunnel', `CONNECT ${mark}.example:443 HTTP/1.1\r\nHost: x\r\n\r\n`, /^$/],
  [
    'headers beyond all measure',
    get('/healthz', `Host: x\r\nAuthorization: Bearer ${mark.repeat(2_000)}\r\n`),
    /^431 /,
  ],
  ['a header without a colon', get('/healthz', `Host: x\r\n${mark}\r\n`), /^400 /],
  ['a header with a space before its colon', get('/healthz', `Host: x\r\nA : ${mark}\r\n`), /^400 /],
  ['a header that goes on in the next line', get('/healthz', `Host: x\r\nA: b\r\n ${mark}\r\n`), /^400 /],
  ['a header with a NUL', get('/healthz', `Host: x\r\nA: \u0000${mark}\r\n`), /^400 /],
  ['lines that end without CR', get('/healthz').replaceAll('\r', ''), /^400 /],
  ['two lengths', post(`${sized(good)}Content-Length: 2\r\n`, good + smuggled), /^400 /],
  ['the same length twice', post(sized(good).repeat(2), good + smuggled), /^400 /],
  ['a length with a sign', post('Content-Length: +5\r\n', good + smuggled), /^400 /],
  ['a length below zero', post('Content-Length: -1\r\n', good + smuggled), /^400 /],
  ['a length in hex', post('Content-Length: 0x2\r\n', good + smuggled), /^400 /],
  ['a length and chunks', post('Content-Length: 4\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${smuggled}`), /^400 /],
  ['chunks and a length', post('Transfer-Encoding: chunked\r\nContent-Length: 4\r\n', `0\r\n\r\n${smuggled}`), /^400 /],
  ['an encoding that nobody knows', post(`Transfer-Encoding: ${mark}\r\n`, good + smuggled), /^400 /],
  ['chunks that are not the last encoding', post('Transfer-Encoding: chunked, gzip\r\n', good + smuggled), /^400 /],
  [
    'an encoding that hides behind another',
    post('Transfer-Encoding: \u000bchunked\r\n', `0\r\n\r\n${smuggled}`),
    /^400 /,
  ],
  ['a chunk whose size is none', post('Transfer-Encoding: chunked\r\n', `${mark}\r\n${smuggled}`), /^400 /],
  ['a chunk of more than there is room for', post('Transfer-Encoding: chunked\r\n', `fffffffffffffffff\r\n`), /^400 /],
  ['HTTP/0.9', `GET /${mark}\r\n\r\n`, /^404 /],
  ['HTTP/2 from the start', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', /^400 /],
  ['a version that is none', get('/healthz').replace('HTTP/1.1', `HTTP/9.9`), /^400 /],
  ['TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000', /^400 /],
  ['the line of a proxy', `PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n${get('/healthz')}`, /^400 /],
];

test('who asks whether to send a body is told to, and answered', async () => {
  const asking = `POST /api/messages HTTP/1.1\r\n${json}${sized(good)}Expect: 100-continue\r\nConnection: close\r\n\r\n${good}`;
  expect(await sendRaw(port, asking, 300)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
  expect(deliveries).toEqual([JSON.parse(good)]);
});

test.each(odd)('%s is answered with a status alone, and leaves the server well', async (_, bytes, expected) => {
  const answer = (await sendRaw(port, bytes, 300)).replace(/^HTTP\/1\.1 /, '');
  expect(answer).toMatch(expected);
  expect(answer).not.toContain(mark);
  expect(answer).not.toMatch(/^(server|x-powered-by|via):/im);
  // Nothing, or the one empty chunk that ends a body.
  if (!answer.startsWith('200')) expect(answer).toMatch(/^$|^.*?\r\n\r\n(0\r\n\r\n)?$/s);
  expect(deliveries).toEqual([]);
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
});

test('a client that asks first whether it may send is heard, and its body bounded', async () => {
  const asking = `Expect: 100-continue\r\n`;
  expect(await sendRaw(port, post(asking + sized(good), good), 300)).toMatch(
    /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /,
  );
  expect(await sendRaw(port, post(`${asking}Content-Length: 300000\r\n`, ''), 500)).toMatch(/HTTP\/1\.1 413 [^{]*$/);
  expect(deliveries).toEqual([{ text: mark }]);
});

test('a client of HTTP/1.0 is answered, and its connection closed', async () => {
  const request = `POST /api/messages HTTP/1.0\r\nContent-Type: application/json\r\n${sized(good)}\r\n${good}`;
  expect(await sendRaw(port, request)).toMatch(/^HTTP\/1\.1 200 OK\r\n(.+\r\n)*Connection: close\r\n/i);
});

test('the answers of a sender that does not wait come in the order of its requests', async () => {
  const answers = await sendRaw(port, get('/healthz') + post(sized(good), good) + get(`/${mark}`), 300);
  expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 404']);
});
