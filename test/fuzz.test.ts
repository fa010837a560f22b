import { connect } from 'node:net';
import { devNull } from 'node:os';
import fc from 'fast-check';
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.ts';
import { createInvoke, createMessage } from './support/activities.ts';
import { createFakeConnector, type FakeConnector } from './support/fake-connector.ts';
import { fuzzOptions } from './support/fuzz-options.ts';
import { type LaunchedProgram, launchProgram } from './support/launch-program.ts';

/** The program, a process of its own: a crash or an unhandled rejection ends it, a hang ends the request. */
let program: LaunchedProgram;
let sandbox: Sandbox;
let connector: FakeConnector;
let url: string;

beforeAll(async () => {
  [sandbox, connector] = await Promise.all([createSandbox({ port: 0 }), createFakeConnector()]);
  program = launchProgram({ BOT_OFFLINE: 'true', INCIDENT_API_URL: sandbox.url, AUDIT_FILE: devNull });
  url = await program.url();
});
afterAll(async () => {
  program.child.kill('SIGKILL');
  await Promise.all([sandbox.close(), connector.close()]);
});
afterEach(async () => {
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect(program.child.exitCode).toBeNull();
  expect(program.output()).not.toMatch(/"level":60|unhandled|uncaught/i);
});

/** What nobody outside may read: places in the code, names of errors, modules. */
const internals = /\bat \S+ \(|\.[jt]s:\d|node_modules|node:|[a-z]Error\b|"stack"|ECONN|\[object |\bundefined\b/;
const hangMs = 12_000;

async function post(body: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${url}/api/messages`, {
    method: 'POST',
    // A connection of its own: one alone may not ask as fast as this.
    headers: { 'Content-Type': 'application/json', Connection: 'close' },
    body,
    signal: AbortSignal.timeout(hangMs),
  });
  return { status: response.status, text: await response.text() };
}

/** What one POST brought about, besides its answer. */
async function sent(activity: object) {
  const before = { calls: sandbox.calls.length, posted: connector.posted.length };
  const answer = await post(JSON.stringify(activity));
  return {
    ...answer,
    askedIds: sandbox.calls.slice(before.calls).flatMap(({ path }) => /\/incidents\/(.+)$/.exec(path)?.[1] ?? []),
    said: connector.posted.slice(before.posted).map(({ activity: posted }) => posted),
  };
}

const scalar = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', '29', '__proto__', 'constructor', '19:x@thread.tacv2', '$' + '{x}', '<at>x</at>', '\u202e29'),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);
const anything = fc.oneof(scalar, fc.jsonValue({ maxDepth: 4 }), fc.array(scalar), fc.dictionary(fc.string(), scalar));
/** Some fields of an activity or value, each replaced by anything. */
const changes = (fields: readonly string[]) => fc.dictionary(fc.constantFrom(...fields), anything, { maxKeys: 4 });

const activityFields = [
  ...['type', 'id', 'timestamp', 'localTimestamp', 'channelId', 'from', 'recipient', 'conversation', 'channelData'],
  ...[
    'locale',
    'textFormat',
    'text',
    'value',
    'entities',
    'attachments',
    'name',
    'action',
    'replyToId',
    'membersAdded',
  ],
  ...['localTimezone', 'callerId', 'relatesTo', 'label', '__proto__', 'constructor', 'toString'],
];

/** Every number that a text or its JSON names, whatever stands around it. */
function isNamed(id: string, activity: unknown): boolean {
  return JSON.stringify(activity)
    .replace(/\\u[\da-f]{4}/gi, '')
    .includes(id);
}

test('for any activity, the answer is a bare status and nothing is asked that it does not name', async () => {
  await fc.assert(
    fc.asyncProperty(changes(activityFields), async (fields) => {
      const activity = { ...createMessage('help', connector.serviceUrl), ...fields };
      const { status, text, askedIds, said } = await sent(activity);
      expect([200, 400, 501]).toContain(status);
      expect(text).not.toMatch(internals);
      expect(askedIds.filter((id) => !isNamed(id, fields))).toEqual([]);
      expect(JSON.stringify(said.map(({ text: line, summary }) => [line, summary]))).not.toMatch(internals);
    }),
    fuzzOptions(200),
  );
});

const invokes = [
  ...['composeExtension/query', 'composeExtension/queryLink', 'composeExtension/anonymousQueryLink'],
  ...['composeExtension/fetchTask', 'composeExtension/submitAction', 'adaptiveCard/action', 'task/fetch', '__proto__'],
];
const data = changes(['incidents', 'list', 'lang', 'audience', 'asOf', 'assignees', 'verb']);
const value = fc.oneof(
  anything,
  fc.record({
    action: fc.record({ type: fc.constant('Action.Execute'), verb: scalar, data: fc.oneof(data, anything) }),
  }),
  fc.record({
    commandId: scalar,
    parameters: fc.array(fc.record({ name: scalar, value: anything })),
    queryOptions: anything,
  }),
  fc.record({ url: scalar }),
  fc.record({
    commandId: fc.constant('lookUpIncidents'),
    messagePayload: fc.oneof(anything, fc.record({ body: anything })),
  }),
);

test('for any invoke, the answer is JSON of its protocol and nothing is asked that it does not name', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...invokes), value, async (name, content) => {
      const invoke = createInvoke(name, content, connector.serviceUrl);
      const { status, text, askedIds } = await sent(invoke);
      expect([200, 501]).toContain(status);
      expect(text).not.toMatch(internals);
      if (text !== '') expect(() => JSON.parse(text)).not.toThrow();
      expect(askedIds.filter((id) => !isNamed(id, content))).toEqual([]);
    }),
    fuzzOptions(100),
  );
});

test('for any body, the answer is a bare status', async () => {
  const body = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 2_000 }),
    fc.json(),
    fc.nat(60_000).map((depth) => '['.repeat(depth)),
    fc.nat(20_000).map((depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
  );
  await fc.assert(
    fc.asyncProperty(body, async (text) => {
      expect(await post(text)).toEqual({ status: 400, text: '' });
    }),
    fuzzOptions(200),
  );
});

/** Sends bytes as they are, and reads until the server closes or falls silent after an answer. */
function sendRaw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.end(bytes, 'latin1'));
    let answer = '';
    socket.setTimeout(hangMs, () => socket.destroy(new RangeError('it hangs')));
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve(answer) : reject(error),
    );
  });
}

const headerNames = [
  ...['Host', 'Content-Type', 'Content-Length', 'Content-Encoding', 'Transfer-Encoding', 'Authorization', 'Accept'],
  ...['Connection', 'Expect', 'Upgrade', 'Origin', 'Cookie', 'X-Forwarded-For', 'Accept-Version', 'If-None-Match'],
];
const headerValue = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }).map((text) => text.replace(/[\r\n]/g, '')),
  fc.constantFrom('0', '-1', '1e9', 'chunked', 'gzip', '*/*', 'application/json', 'Bearer a.b.c', '100-continue', '::'),
);
const requestLine = fc.tuple(
  fc.constantFrom('GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'TRACE', 'DELETE', 'BREW', ''),
  fc.oneof(
    fc.constantFrom('/api/messages', '/healthz', '//x', '/%', '/api/messages/../x', '*'),
    fc.webPath(),
    scalar.map(String),
  ),
);

test('for any request line and headers, the answer is a status without a word, or none', async () => {
  await fc.assert(
    fc.asyncProperty(
      requestLine,
      fc.array(fc.tuple(fc.constantFrom(...headerNames), headerValue), { maxLength: 6 }),
      async ([method, path], headers) => {
        const lines = headers.map(([name, text]) => `${name}: ${text}\r\n`).join('');
        const answer = await sendRaw(`${method} ${path.replace(/[\r\n]/g, '')} HTTP/1.1\r\n${lines}\r\n{}`);
        // Several answers may come on one connection, in chunks.
        const heads = answer.match(/HTTP\/1\.1 .*?\r\n\r\n/gs) ?? [];
        const rest = heads.reduce((left, head) => left.replace(head, ''), answer).replaceAll('{"status":"ok"}', '');
        expect(heads.filter((head) => !/^HTTP\/1\.1 (?:[234]\d\d|501|503|505) /.test(head))).toEqual([]);
        expect(heads.join('')).not.toMatch(/^(?:server|x-powered-by):/im);
        expect(rest).toMatch(/^[\da-f\r\n]*$/i);
        expect(answer).not.toMatch(internals);
      },
    ),
    fuzzOptions(200),
  );
});
