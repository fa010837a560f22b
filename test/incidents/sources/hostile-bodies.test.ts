import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { serve } from '../../support/serve.ts';
import { allApis, createTestSource, createTrace } from '../../support/sources.ts';

const megabyte = 1024 * 1024;
const head = '"id":"29","incidentId":29,"status":"active","severity":"low"';
const good = `{${head}}`;
/** An incident with `bytes` of a member that nobody reads. */
const sized = (bytes: number) => `{${head},"x":"${' '.repeat(bytes - head.length - 9)}"}`;
const nested = (depth: number) => `{${head},"x":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;

const send =
  (body: string | Buffer, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.end(body);
  };

/** Without a length: each write becomes a chunk. */
const sendInChunks =
  (body: string): RequestListener =>
  (_, response) => {
    for (let at = 0; at < body.length; at += megabyte) response.write(body.slice(at, at + megabyte));
    response.end();
  };

/** A length that is not the body's; Node itself would not let it through. */
const sendWithLength =
  (length: number, body: string): RequestListener =>
  ({ socket }) =>
    void socket.end(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`);

async function ask(api: (typeof allApis)[number], listener: RequestListener) {
  const server = await serve(listener);
  const source = createTestSource(api, server.url);
  const [incident, list] = await Promise.allSettled([
    source.getIncident('29', createTrace()),
    source.listIncidents('open', undefined, createTrace()),
  ]);
  await server.close();
  return { incident, list };
}

const unavailable = { status: 'rejected', reason: { code: 'unavailable' } };

describe.each(allApis)('%s', (api) => {
  test.each([
    ['a body of just under 5 MB', send(sized(5 * megabyte))],
    ['the same in chunks', sendInChunks(sized(5 * megabyte))],
    ['a body that is nested 100 deep', send(nested(100))],
    ['brackets in a text', send(`{${head},"x":"${'[{'.repeat(500)}"}`)],
  ])('%s is read', async (_, listener) => {
    expect((await ask(api, listener)).incident).toMatchObject({ status: 'fulfilled', value: { id: '29' } });
  });

  test.each([
    ['a byte over 5 MB', send(sized(5 * megabyte + 1))],
    ['over 5 MB in chunks', sendInChunks(sized(5 * megabyte + 1))],
    ['a small packed body that unfolds to 50 MB', send(gzipSync(sized(50 * megabyte)), { 'Content-Encoding': 'gzip' })],
    ['a packed body at all, for none was asked for', send(gzipSync(good), { 'Content-Encoding': 'gzip' })],
    ['a length of 6 GB before a small body', sendWithLength(6e9, good)],
    ['a length that is too small', sendWithLength(10, good)],
    ['a body that is nested 101 deep', send(nested(101))],
    ['5 MB of opening brackets', send('['.repeat(5 * megabyte - 1))],
    ['5 MB of brackets that are closed again', send('['.repeat(2 * megabyte) + ']'.repeat(2 * megabyte))],
    ['5 MB of objects in each other', send('{"a":'.repeat(megabyte - 1))],
    ['a list that is nested 101 deep', send(`{"value":${nested(100)}}`)],
  ])('%s ends as unavailable', async (_, listener) => {
    const { incident, list } = await ask(api, listener);
    expect(incident).toMatchObject(unavailable);
    expect(list).toMatchObject(unavailable);
  });

  test('an error with a body that is nested too deep is told by its status', async () => {
    const { incident } = await ask(api, (_, response) => {
      response.statusCode = 404;
      response.end('['.repeat(megabyte));
    });
    expect(incident).toMatchObject({ reason: { code: 'not-found' } });
  });
});
