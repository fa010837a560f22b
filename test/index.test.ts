import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm, symlink } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.ts';
import { createMessage } from './support/activities.ts';
import { createFakeConnector, type FakeConnector } from './support/fake-connector.ts';
import { freePort } from './support/free-port.ts';
import { builtEntry, type LaunchedProgram, launchProgram } from './support/launch-program.ts';
import { serve } from './support/serve.ts';
import { tally } from './support/tally.ts';

let sandbox: Sandbox;
let connector: FakeConnector;
let program: LaunchedProgram | undefined;

beforeEach(async () => {
  [sandbox, connector] = await Promise.all([createSandbox({ port: 0 }), createFakeConnector()]);
});
afterEach(async () => {
  program?.child.kill('SIGKILL');
  await Promise.all([sandbox.close(), connector.close()]);
});

function launch(env: Record<string, string>): LaunchedProgram {
  program = launchProgram(env, { program: builtEntry });
  return program;
}

async function launchOffline(env: Record<string, string> = {}): Promise<LaunchedProgram & { address: string }> {
  const launched = launch({ BOT_OFFLINE: 'true', INCIDENT_API_URL: sandbox.url, ...env });
  return { ...launched, address: await launched.url() };
}

const post = (address: string, text: string, differences: object = {}) =>
  fetch(`${address}/api/messages`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(createMessage(text, connector.serviceUrl, differences)),
  });

test('answers /incident 29 with the card, and ends with 0 on SIGTERM', async () => {
  const { child, address, exitCode } = await launchOffline();
  expect((await fetch(`${address}/healthz`)).status).toBe(200);
  expect((await post(address, '/incident 29')).status).toBe(200);
  const { activity } = await connector.message();
  expect(JSON.stringify(activity.attachments[0].content)).toContain('Multi-stage incident involving Execution');
  child.kill('SIGTERM');
  expect(await exitCode()).toBe(0);
});

test('a turn that is running when SIGTERM comes is still answered', async () => {
  const { child, address, exitCode, until } = await launchOffline();
  const asked = post(address, '/incident 90006');
  await until(() => sandbox.calls.length > 0);
  child.kill('SIGTERM');
  expect((await asked).status).toBe(200);
  expect(connector.messages()).toHaveLength(1);
  expect(await exitCode()).toBe(0);
});

test('started by npm, it does not outlive it', async () => {
  if (process.platform === 'win32') return expect(process.platform).toBe('win32');
  // As npm runs a script: in a shell, which hands no signal on.
  const shell = spawn('sh', ['-c', '"$0" "$1" & echo "pid $!"; wait', process.execPath, builtEntry], {
    env: { PORT: '0', BOT_OFFLINE: 'true', INCIDENT_API_URL: sandbox.url, npm_lifecycle_event: 'start' },
  });
  let output = '';
  const listening = new Promise<void>((resolve) => {
    shell.stdout.on('data', (chunk) => {
      output += chunk;
      if (output.includes('"listening"')) resolve();
    });
  });
  const ended = once(shell.stdout, 'end');
  await listening;
  const left = Number(/pid (\d+)/.exec(output)?.[1]);
  shell.kill('SIGTERM');
  // Its end of the pipe is closed once it has gone, too.
  await Promise.race([ended, delay(20_000, undefined, { ref: false })]);
  if (!output.includes('npm has ended')) process.kill(left, 'SIGKILL');
  expect(output).toContain('npm has ended');
});

test('killed amid 200 questions, it has an audit line for each that was answered', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'audit-'));
  const file = join(folder, 'audit.log');
  const { child, address } = await launchOffline({ AUDIT_FILE: file, INCIDENT_CACHE_SECONDS: '0' });
  connector.intercept = () => connector.messages().length >= 60 && child.kill('SIGKILL');
  const questions = Array.from({ length: 200 }, (_, index) => {
    const conversation = { id: `a:question-${index}`, conversationType: 'personal' };
    // The API leaves every fourth without an answer: they are still running, however fast the others went.
    const id = index % 4 === 0 ? 90001 : 29 + (index % 10);
    return post(address, `/incident ${id}`, { conversation }).catch(() => undefined);
  });
  await Promise.all([once(child, 'exit'), ...questions]);

  const lines = (await readFile(file, 'utf8')).split('\n');
  const whole = lines.slice(0, -1).map((line) => JSON.parse(line) as { conversation: string; answered: string[] });
  const recorded = new Set(whole.map(({ conversation }) => conversation));
  const answered = connector.messages().map(({ conversationId }) => conversationId);
  const lost = answered.filter((conversation) => !recorded.has(conversation)).length;
  tally('questions when killed', { asked: 200, answered: answered.length, 'without an audit line': lost });
  expect(lost).toBe(0);
  expect(answered.length).toBeLessThan(200);
  expect(new Set(answered).size).toBe(answered.length);
  await rm(folder, { recursive: true });
});

test('an audit trail on a standard output that nobody reads any more takes the answers with it', async () => {
  const { child, address } = await launchOffline();
  child.stdout?.destroy();
  for (const text of ['/incident 29', '/incident 30']) expect((await post(address, text)).status).toBe(200);
  const answers = connector.messages().map(({ activity }) => JSON.stringify(activity));
  expect(answers).toHaveLength(2);
  for (const answer of answers) {
    expect(answer).toContain('Something went wrong in the bot');
    expect(answer).not.toContain('Multi-stage');
  }
  expect((await fetch(`${address}/healthz`)).status).toBe(200);
  child.kill('SIGTERM');
  await once(child, 'exit');
});

test('a standard output that is full from the start neither stops nor hangs it; only answers are refused', async () => {
  if (process.platform !== 'linux') return expect(process.platform).not.toBe('linux');
  const port = await freePort();
  const full = await open('/dev/full', 'w');
  const env = { PATH: process.env.PATH ?? '', BOT_OFFLINE: 'true', INCIDENT_API_URL: sandbox.url, PORT: String(port) };
  const child = spawn(process.execPath, [builtEntry], { env, stdio: ['ignore', full.fd, 'ignore'] });
  const address = `http://127.0.0.1:${port}`;
  const healthy = () =>
    fetch(`${address}/healthz`).then(
      ({ status }) => status === 200,
      () => false,
    );
  for (let waited = 0; !(await healthy()) && waited < 10_000; waited += 50) await delay(50);
  await post(address, '/incident 29');
  expect(JSON.stringify(connector.messages()[0]?.activity)).toContain('Something went wrong in the bot');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  await full.close();
});

test('every fault of the API leaves it alive', async () => {
  const { child, address } = await launchOffline();
  const faults = ['90002', '90003', '90004', '90005', '90401', '90429', '90500'];
  await Promise.all(faults.map((id) => post(address, `/incident ${id}`)));
  expect(connector.messages()).toHaveLength(faults.length);
  expect((await fetch(`${address}/healthz`)).status).toBe(200);
  expect(child.exitCode).toBeNull();
});

test('offline it listens on 127.0.0.1 only', async () => {
  const port = new URL((await launchOffline()).address).port;
  // Another loopback address would be answered if it listened on all interfaces. macOS has 127.0.0.1 alone.
  await expect(fetch(`http://127.0.0.2:${port}/healthz`)).rejects.toThrow('fetch failed');
});

test('offline it answers nobody who came by another name, as a web page could', async () => {
  const { port } = new URL((await launchOffline()).address);
  const ask = (host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      request({ port, host: '127.0.0.1', path: '/healthz', headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
  expect(await ask(`localhost:${port}`)).toBe(200);
  expect(await ask(`127.0.0.1:${port}`)).toBe(200);
  for (const host of [
    `evil.example:${port}`,
    `127.0.0.1.evil.example:${port}`,
    '192.168.0.1',
    'localhost.evil.example',
  ]) {
    expect([host, await ask(host)]).toEqual([host, 403]);
  }
});

test('in production with nothing set it ends with 1 and names every missing setting', async () => {
  const { exitCode, output } = launch({ NODE_ENV: 'production' });
  expect(await exitCode()).toBe(1);
  for (const variable of ['MicrosoftAppId', 'MicrosoftAppTenantId', 'MicrosoftAppPassword', 'ALLOWED_USERS']) {
    expect(output()).toContain(`${variable}: `);
  }
  expect(output()).not.toMatch(/\n\s+at /);
});

test.each([
  ['production', { NODE_ENV: 'production' }],
  ['production, written otherwise', { NODE_ENV: 'Production' }],
  ['a certificate of the bot', { CertificatePrivateKey: 'x' }],
  ['an app id', { MicrosoftAppId: '11111111-1111-4111-8111-111111111111' }],
])('offline mode with %s ends with 1 and the reason', async (_, env) => {
  const { exitCode, output } = launch({ BOT_OFFLINE: 'true', INCIDENT_API_URL: sandbox.url, ...env });
  expect(await exitCode()).toBe(1);
  expect(output()).toMatch(/offline mode|unsigned/);
});

test('an audit file that turns out not to open is named, without a stack', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'audit-'));
  const file = join(folder, 'audit.log');
  await symlink(join(folder, 'gone', 'audit.log'), file);
  const { exitCode, output } = launch({ BOT_OFFLINE: 'true', INCIDENT_API_URL: sandbox.url, AUDIT_FILE: file });
  expect(await exitCode()).toBe(1);
  expect(output()).toMatch(/\n {2}AUDIT_FILE: names a file that can not be written\.\n$/);
  await rm(folder, { recursive: true });
});

test('a port that is taken is said in one line', async () => {
  const { port, close } = await serve(() => {});
  const { exitCode, output } = launch({ BOT_OFFLINE: 'true', INCIDENT_API_URL: sandbox.url, PORT: String(port) });
  expect(await exitCode()).toBe(1);
  expect(output()).toContain(`port ${port} is taken`);
  await close();
});
