import { expect } from '@jest/globals';

/** What HTTP itself needs, and restify's note of what a path takes. */
const plainHeaders = [
  'allow',
  'connection',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'transfer-encoding',
];

/** Expects nothing but a status: no body, and no header that tells what runs inside. */
export async function expectBare(response: Response, status: number): Promise<void> {
  expect(response.status).toBe(status);
  expect(await response.text()).toBe('');
  expect([...response.headers.keys()].filter((name) => !plainHeaders.includes(name))).toEqual([]);
}
