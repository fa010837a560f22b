import { createMessage } from './support/activities.ts';
import { serviceUrl } from './support/fake-internet.ts';
import { type LaunchedProgram, launchProgram } from './support/launch-program.ts';
import { createOnlineProgram, type OnlineProgram } from './support/online-program.ts';

let online: OnlineProgram;
beforeEach(async () => {
  online = await createOnlineProgram({
    proxyPassword: 'p@ss/word',
    tokens: { 'api.botframework.com': 'token-of-the-bot', 'graph.microsoft.com': 'token-of-the-reader' },
  });
});
afterEach(() => online.close());

async function ask(program: LaunchedProgram, text: string): Promise<Response> {
  return fetch(`${await program.url()}/api/messages`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${await online.sign()}` },
    body: JSON.stringify(createMessage(text, serviceUrl)),
  });
}

test("Teams' keys, both logins, the API and the answer go through the proxy of HTTPS_PROXY, with its password", async () => {
  expect((await ask(online.launch(), '/incident 29')).status).toBe(200);
  expect(JSON.stringify(online.connector.messages()[0]?.activity)).toContain('Multi-stage incident');
  expect(new Set(online.internet.proxy.tunnels)).toEqual(
    new Set([
      'login.botframework.com:443',
      'login.microsoftonline.com:443',
      'graph.microsoft.com:443',
      'smba.trafficmanager.net:443',
    ]),
  );
  expect(online.internet.logins.map((form) => form.get('scope')).sort()).toEqual([
    expect.stringContaining('https://api.botframework.com/.default'),
    expect.stringContaining('https://graph.microsoft.com/.default'),
  ]);
  expect(online.internet.proxy.refused()).toBe(0);
});

test.each([
  ['login.botframework.com', 503],
  ['graph.microsoft.com', 200],
])('%s is reached directly where NO_PROXY names it', async (host, status) => {
  const program = online.launch({ NO_PROXY: host });
  expect((await ask(program, '/incident 29')).status).toBe(status);
  expect(program.output()).toContain(`looked for ${host}`);
  expect(online.internet.proxy.tunnels).not.toContain(`${host}:443`);
});

test('so are the replies to Teams and the login, where NO_PROXY names their domains', async () => {
  const program = online.launch({ no_proxy: '*.trafficmanager.net,.microsoftonline.com' });
  expect((await ask(program, '/incident 29')).status).toBe(500);
  expect(program.output()).toContain('looked for login.microsoftonline.com');
  expect(new Set(online.internet.proxy.tunnels)).toEqual(new Set(['login.botframework.com:443']));
});

test('offline mode, which talks to loopback alone, leaves a proxy alone', async () => {
  const proxy = `http://127.0.0.1:${online.internet.proxy.port}`;
  const program = launchProgram({
    BOT_OFFLINE: 'true',
    INCIDENT_API_URL: online.sandbox.url,
    HTTPS_PROXY: proxy,
    http_proxy: proxy,
    ALL_PROXY: proxy,
  });
  const response = await fetch(`${await program.url()}/api/messages`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(createMessage('/incident 29', online.connector.serviceUrl)),
  });
  expect(response.status).toBe(200);
  expect(online.connector.messages()).toHaveLength(1);
  expect([online.internet.proxy.refused(), online.internet.proxy.tunnels]).toEqual([0, []]);
  program.child.kill('SIGKILL');
});

test('a proxy that refuses the password ends like a Teams that is out of reach, and the password is in no line', async () => {
  const program = online.launch({ HTTPS_PROXY: `http://user:wr0ng-pl4nted@127.0.0.1:${online.internet.proxy.port}` });
  expect((await ask(program, '/incident 29')).status).toBe(503);
  expect(online.internet.proxy.refused()).toBeGreaterThan(0);
  expect(program.output()).not.toContain('pl4nted');
});
