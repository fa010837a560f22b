import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.ts';
import { sampleTenantId } from '../src/sandbox/sample-incidents.ts';
import { asker, createMessage } from './support/activities.ts';
import { createFakeConnector, type FakeConnector } from './support/fake-connector.ts';
import { createFakeInternet, type FakeInternet, serviceUrl } from './support/fake-internet.ts';
import { type LaunchedProgram, launchProgram } from './support/launch-program.ts';
import { appId, createOnlineChannel, type OnlineChannel } from './support/online-channel.ts';

let folder: string;
let sandbox: Sandbox;
let connector: FakeConnector;
let channel: OnlineChannel;
let internet: FakeInternet;
let program: LaunchedProgram | undefined;

beforeEach(async () => {
  [folder, sandbox, connector, channel] = await Promise.all([
    mkdtemp(join(tmpdir(), 'proxy-')),
    createSandbox({ port: 0 }),
    createFakeConnector(),
    createOnlineChannel(),
  ]);
  internet = await createFakeInternet({
    sandbox,
    connector,
    channel,
    proxyCredentials: 'us er:p@ss/word',
    tokens: { 'api.botframework.com': 'token-of-the-bot', 'graph.microsoft.com': 'token-of-the-reader' },
  });
  connector.member = { id: asker.id, userRole: 'user' };
  await writeFile(join(folder, 'ca.pem'), internet.certificate.cert);
});
afterEach(async () => {
  program?.child.kill('SIGKILL');
  await Promise.all([internet.close(), sandbox.close(), connector.close(), channel.close()]);
  await rm(folder, { recursive: true });
});

/** The program as a company runs it: online, with nothing replaced, and no way out but the proxy. */
function launch(env: Record<string, string> = {}): LaunchedProgram {
  program = launchProgram({
    MicrosoftAppId: appId,
    MicrosoftAppTenantId: sampleTenantId,
    MicrosoftAppPassword: 'password-of-the-bot',
    ALLOW_ALL_MEMBERS: 'true',
    AUDIT_FILE: join(folder, 'audit.log'),
    NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
    HTTPS_PROXY: `http://us%20er:p%40ss%2Fword@127.0.0.1:${internet.proxy.port}`,
    ...env,
  });
  return program;
}

async function ask(text: string): Promise<Response> {
  const url = await program?.url();
  return fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${await channel.sign(serviceUrl)}` },
    body: JSON.stringify(createMessage(text, serviceUrl)),
  });
}

test("Teams' keys, both logins, the API and the answer go through the proxy of HTTPS_PROXY, with its password", async () => {
  launch();
  expect((await ask('/incident 29')).status).toBe(200);
  expect(JSON.stringify(connector.messages()[0]?.activity)).toContain('Multi-stage incident');
  expect(new Set(internet.proxy.tunnels)).toEqual(
    new Set([
      'login.botframework.com:443',
      'login.microsoftonline.com:443',
      'graph.microsoft.com:443',
      'smba.trafficmanager.net:443',
    ]),
  );
  expect(internet.logins.map((form) => form.get('scope')).sort()).toEqual([
    expect.stringContaining('https://api.botframework.com/.default'),
    expect.stringContaining('https://graph.microsoft.com/.default'),
  ]);
  expect(internet.proxy.refused()).toBe(0);
});

test.each([
  ['login.botframework.com', 503],
  ['graph.microsoft.com', 200],
])('%s is reached directly where NO_PROXY names it', async (host, status) => {
  const { output } = launch({ NO_PROXY: host });
  expect((await ask('/incident 29')).status).toBe(status);
  expect(output()).toContain(`looked for ${host}`);
  expect(internet.proxy.tunnels).not.toContain(`${host}:443`);
});

test('so are the replies to Teams and the login, where NO_PROXY names their domains', async () => {
  const { output } = launch({ no_proxy: '*.trafficmanager.net,.microsoftonline.com' });
  expect((await ask('/incident 29')).status).toBe(500);
  expect(output()).toContain('looked for login.microsoftonline.com');
  expect(new Set(internet.proxy.tunnels)).toEqual(new Set(['login.botframework.com:443']));
});

test('offline mode, which talks to loopback alone, leaves a proxy alone', async () => {
  const proxy = `http://127.0.0.1:${internet.proxy.port}`;
  program = launchProgram({
    BOT_OFFLINE: 'true',
    INCIDENT_API_URL: sandbox.url,
    HTTPS_PROXY: proxy,
    http_proxy: proxy,
    ALL_PROXY: proxy,
  });
  const response = await fetch(`${await program.url()}/api/messages`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(createMessage('/incident 29', connector.serviceUrl)),
  });
  expect(response.status).toBe(200);
  expect(connector.messages()).toHaveLength(1);
  expect([internet.proxy.refused(), internet.proxy.tunnels]).toEqual([0, []]);
});

test('a proxy that refuses the password ends like a Teams that is out of reach, and the password is in no line', async () => {
  const { output } = launch({ HTTPS_PROXY: `http://user:wr0ng-pl4nted@127.0.0.1:${internet.proxy.port}` });
  expect((await ask('/incident 29')).status).toBe(503);
  expect(internet.proxy.refused()).toBeGreaterThan(0);
  expect(output()).not.toContain('pl4nted');
});
