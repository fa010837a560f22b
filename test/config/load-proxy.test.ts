import { createEnvironment } from '../../src/config/environment.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { loadProxy } from '../../src/config/load-proxy.ts';

const proxy = 'http://user:pl4nted@proxy.example:8080';
const load = (variables: Record<string, string>) => loadProxy(createEnvironment(variables));

test.each(['HTTPS_PROXY', 'https_proxy'])('%s names the proxy', (variable) => {
  expect(load({ [variable]: proxy })?.url.reveal()).toBe(proxy);
});

test('without one, or with all hosts excepted, there is none', () => {
  expect(load({})).toBeUndefined();
  expect(load({ HTTP_PROXY: proxy, ALL_PROXY: proxy })).toBeUndefined();
  expect(load({ HTTPS_PROXY: proxy, NO_PROXY: 'x.example, *' })).toBeUndefined();
});

test('the machine itself, its managed identity and the hosts of NO_PROXY are reached directly', () => {
  const IDENTITY_ENDPOINT = 'http://169.254.129.2:8081/msi/token';
  const found = load({ HTTPS_PROXY: proxy, NO_PROXY: ' graph.microsoft.com,, *.corp.example ', IDENTITY_ENDPOINT });
  expect(found?.bypass).toEqual(
    expect.arrayContaining(['graph.microsoft.com', '.corp.example', '127.0.0.1', 'localhost', '169.254.129.2']),
  );
});

test.each(['proxy.example:8080', 'socks5://user:pl4nted@proxy.example', 'user:pl4nted@proxy.example:8080', 'http://'])(
  '%s is no proxy, and is not repeated',
  (url) => {
    const env = createEnvironment({ HTTPS_PROXY: url });
    expect(loadProxy(env)).toBeUndefined();
    expect(env.problems.map(({ variable }) => variable)).toEqual(['HTTPS_PROXY']);
    expect(JSON.stringify(env.problems)).not.toContain('pl4nted');
  },
);

test('offline mode has none, for all that it talks to is on loopback', () => {
  const offline = { BOT_OFFLINE: 'true', INCIDENT_API_URL: 'http://127.0.0.1:1' };
  expect(loadConfig({ ...offline, HTTPS_PROXY: proxy }).proxy).toBeUndefined();
});
