import { Socket } from 'node:net';
import { createRequestLimiter, type RequestLimiter } from '../../src/server/create-request-limiter.ts';

let time: number;
let limiter: RequestLimiter;
const socket = new Socket();

beforeEach(() => {
  time = 5_000;
  limiter = createRequestLimiter({ requestsPerSecond: 3, requestsAtOnce: 2 }, () => time);
});

/** A request that is answered at once. */
function request(from = socket) {
  const verdict = limiter.begin(from);
  limiter.end(from);
  return verdict;
}

test('a connection that asks too much in a second is told so once, and then cut', () => {
  expect([1, 2, 3, 4, 5].map(() => request())).toEqual(['pass', 'pass', 'pass', 'slow-down', 'cut']);
});

test('each second is counted anew', () => {
  for (let second = 0; second < 3; second++) {
    expect([1, 2, 3].map(() => request())).toEqual(['pass', 'pass', 'pass']);
    time += 1_000;
  }
});

test('a connection that was told to slow down stays refused', () => {
  for (let n = 0; n < 4; n++) request();
  time += 60_000;
  expect(request()).toBe('cut');
});

test('what is asked at once, without waiting for answers, has its own bound', () => {
  expect([limiter.begin(socket), limiter.begin(socket), limiter.begin(socket)]).toEqual(['pass', 'pass', 'cut']);
});

test('a request that is over makes room for another', () => {
  limiter.begin(socket);
  limiter.begin(socket);
  limiter.end(socket);
  expect(limiter.begin(socket)).toBe('pass');
});

test('one connection does not count for another', () => {
  for (let n = 0; n < 5; n++) request();
  expect(request(new Socket())).toBe('pass');
});
