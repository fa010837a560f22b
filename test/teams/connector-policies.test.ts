import { createHttpHeaders, createPipelineRequest, type PipelineResponse } from '@azure/core-rest-pipeline';
import { afterThrottling } from '../../src/teams/connector-policies.ts';

const answered = (status: number, retryAfter?: string, method: 'POST' | 'PUT' = 'POST'): PipelineResponse => ({
  status,
  headers: createHttpHeaders(retryAfter === undefined ? {} : { 'Retry-After': retryAfter }),
  request: createPipelineRequest({ url: 'https://smba.trafficmanager.net/', method }),
});
const wait = (response: PipelineResponse, leftMs: number, retryCount = 0) =>
  afterThrottling(1_000 + leftMs, () => 1_000).retry({ response, retryCount }).retryAfterInMs;

test.each<[string, PipelineResponse, number, number | undefined]>([
  ['waits as long as Teams says', answered(429, '5'), 13_000, 5_000],
  ['waits for all of the time that is left', answered(429, '13'), 13_000, 13_000],
  ['does not wait for longer than is left', answered(429, '14'), 13_000, undefined],
  ['does not wait where no time is left', answered(429, '0'), -1, undefined],
  ['waits as long as Teams says with 412, too', answered(412, '2'), 13_000, 2_000],
  ['tries 412 again, too', answered(412), 13_000, expect.any(Number) as unknown as number],
  ['leaves an update alone, which could land after a younger one', answered(429, '1', 'PUT'), 13_000, undefined],
  ['leaves alone what may already have been posted', answered(502), 13_000, undefined],
])('%s', (_, response, leftMs, expected) => {
  expect(wait(response, leftMs)).toEqual(expected);
});

test('without a time from Teams it backs off, longer each time', () => {
  const waits = [0, 1, 2].map((retryCount) => wait(answered(429), 13_000, retryCount) ?? 0);
  expect(waits[0]).toBeGreaterThanOrEqual(500);
  expect(waits[1]).toBeGreaterThan(waits[0] ?? 0);
  expect(waits[2]).toBeGreaterThan(waits[1] ?? 0);
});
