import { devNull } from 'node:os';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { jest } from '@jest/globals';
import { exportSPKI } from 'jose';
import { clouds } from '../../src/config/clouds.ts';
import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { createSandbox } from '../../src/sandbox/create-sandbox.ts';
import { sampleTenantId } from '../../src/sandbox/sample-incidents.ts';
import { asker, createMessage } from '../support/activities.ts';
import { createCertificate } from '../support/create-certificate.ts';
import { createFakeConnector } from '../support/fake-connector.ts';
import { appId, createOnlineChannel, type OnlineChannel, type TokenChanges } from '../support/online-channel.ts';
import { type RunningBot, runBot } from '../support/start-bot.ts';
import { tally } from '../support/tally.ts';

let channel: OnlineChannel;
let bot: RunningBot;

/** The real checks, on a cloud whose only service URL host is that of this test. */
function onlineConfig(serviceUrlHost: string): Config {
  const settings = loadConfig({
    MicrosoftAppId: appId,
    MicrosoftAppPassword: 'unused',
    MicrosoftAppTenantId: sampleTenantId,
    ALLOWED_USERS: asker.aadObjectId,
    AUDIT_FILE: devNull,
  });
  return { ...settings, cloud: { ...clouds.global, serviceUrlHosts: [serviceUrlHost] } };
}

beforeAll(async () => {
  // The SDK prints why it refuses a token; index.ts keeps that out of the log.
  jest.spyOn(console, 'error').mockImplementation(() => {});
  channel = await createOnlineChannel();
  const tls = await createCertificate();
  setDefaultCACertificates([...getCACertificates('default'), tls.cert]);
  const [sandbox, connector] = await Promise.all([createSandbox({ port: 0 }), createFakeConnector(tls)]);
  connector.member = { id: asker.id, userRole: 'user' };
  const config = onlineConfig(new URL(connector.serviceUrl).host);
  bot = await runBot(config, sandbox, connector, { authentication: channel.authentication });
});
afterAll(async () => {
  await Promise.all([bot.close(), channel.close()]);
});

async function send(changes: TokenChanges = {}, differences: object = {}) {
  const token = await channel.sign(bot.connector.serviceUrl, changes);
  return bot.post(createMessage('help', bot.connector.serviceUrl, differences), { Authorization: `Bearer ${token}` });
}

test("a message that Teams signed is answered, with the bot's own token", async () => {
  const before = bot.connector.messages().length;
  expect((await send()).status).toBe(200);
  expect(bot.connector.messages()).toHaveLength(before + 1);
  expect(bot.connector.messages().at(-1)?.headers.authorization).toBe('Bearer of-the-bot');
});

describe('a forged message gets a bare status, and nothing happens', () => {
  const hmacKey = async () => new TextEncoder().encode(await exportSPKI(channel.publicKey));
  const unsigned = (token: string) => {
    const [, payload = ''] = token.split('.');
    return `${Buffer.from('{"alg":"none","kid":"endorsed"}').toString('base64url')}.${payload}.`;
  };
  const forgeries: [string, () => Promise<Record<string, string>>][] = [
    ['without a header', async () => ({})],
    ['with Basic', async () => ({ Authorization: 'Basic dXNlcjpwYXNz' })],
    ['with an empty token', async () => ({ Authorization: 'Bearer ' })],
    ['with two tokens', async () => ({ Authorization: 'Bearer a b' })],
    ['with garbage', async () => ({ Authorization: 'Bearer garbage' })],
    ['with three parts of garbage', async () => ({ Authorization: 'Bearer a.b.c' })],
    [
      'with algorithm none',
      async () => ({ Authorization: `Bearer ${unsigned(await channel.sign(bot.connector.serviceUrl))}` }),
    ],
    ...(
      [
        ['with HS256 and the public key', async () => ({ algorithm: 'HS256', key: await hmacKey() })],
        ['with a wrong key', async () => ({ key: channel.wrongKey })],
        ['with an unknown key id', async () => ({ keyId: 'unknown' })],
        ['expired', async () => ({ notBefore: '-2 hours', expires: '-1 hour' })],
        ['not yet valid', async () => ({ notBefore: '1 hour', expires: '2 hours' })],
        ['for another bot', async () => ({ claims: { aud: '99999999-9999-4999-8999-999999999999' } })],
        ['of another issuer', async () => ({ claims: { iss: 'https://evil.example' } })],
        ["of another cloud's issuer", async () => ({ claims: { iss: 'https://api.botframework.us' } })],
        ['for another service URL', async () => ({ claims: { serviceurl: 'https://smba.trafficmanager.net/emea/' } })],
        ['with a key that is not endorsed for Teams', async () => ({ keyId: 'unendorsed' })],
      ] satisfies [string, () => Promise<TokenChanges>][]
    ).map(([name, changes]): [string, () => Promise<Record<string, string>>] => [
      name,
      async () => ({ Authorization: `Bearer ${await channel.sign(bot.connector.serviceUrl, await changes())}` }),
    ]),
  ];

  test.each(forgeries)('%s', async (_, headers) => {
    const before = bot.connector.posted.length;
    const response = await bot.post(createMessage('/incident 29', bot.connector.serviceUrl), await headers());
    tally('forged requests', { tried: 1, 'let in': bot.connector.posted.length - before });
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('');
    expect(bot.connector.posted).toHaveLength(before);
    expect(bot.sandbox.calls).toEqual([]);
  });
});

test.each([
  ['another channel', { channelId: 'webchat' }],
  ['the emulator', { channelId: 'emulator' }],
  ['an App Service Extension', { channelId: 'AseChannel' }],
])('a signed message of %s is refused', async (_, differences) => {
  expect((await send({}, differences)).status).toBe(403);
});

test('a signed message that names a foreign service URL is refused before anything is sent there', async () => {
  const foreign = await createFakeConnector();
  const token = await channel.sign(foreign.serviceUrl);
  const response = await bot.post(createMessage('help', foreign.serviceUrl), { Authorization: `Bearer ${token}` });
  expect(response.status).toBe(403);
  expect(foreign.posted).toEqual([]);
  await foreign.close();
});

test('keys that can not be fetched are no reason to call a sender a forger', async () => {
  const unreachable = await createOnlineChannel();
  const [sandbox, connector] = await Promise.all([createSandbox({ port: 0 }), createFakeConnector()]);
  const lonely = await runBot(onlineConfig('127.0.0.1:1'), sandbox, connector, {
    authentication: unreachable.authentication,
  });
  const token = await unreachable.sign(connector.serviceUrl);
  await unreachable.close();
  const response = await lonely.post(createMessage('help', 'https://127.0.0.1:1/'), {
    Authorization: `Bearer ${token}`,
  });
  expect(response.status).toBe(503);
  await lonely.close();
});

test('no token and no text of a message is in the log', async () => {
  await send();
  const log = bot.logged.join('');
  expect(log).toContain('token not valid');
  expect(log).not.toMatch(/eyJ|Bearer|of-the-bot|unused/);
});
