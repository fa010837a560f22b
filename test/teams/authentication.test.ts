import { ToBotFromBotOrEmulatorTokenValidationParameters } from 'botframework-connector/lib/auth/tokenValidationParameters.js';
import { clouds } from '../../src/config/clouds.ts';
import { createMessage } from '../support/activities.ts';
import { expectBare } from '../support/expect-bare.ts';
import { channelForgeries, entraForgeries, otherForgeries } from '../support/forgeries.ts';
import { claimsOf, cloudNames, type OnlineBots, serviceUrlOf, startOnlineBots } from '../support/start-online-bots.ts';
import { tally } from '../support/tally.ts';

let online: OnlineBots;
beforeAll(async () => {
  online = await startOnlineBots();
});
afterAll(() => online.close());

describe.each(cloudNames)('in %s', (cloud) => {
  const serviceUrl = serviceUrlOf(cloud);
  const otherIssuer = Object.values(clouds)
    .map(({ channelIssuer }) => channelIssuer)
    .find((issuer) => issuer !== clouds[cloud].channelIssuer) as string;

  async function post(authorization: string | undefined, differences: object = {}) {
    const message = createMessage('help', serviceUrl, differences);
    return online.bots[cloud].post(message, authorization === undefined ? {} : { Authorization: authorization });
  }
  const good = async () => `Bearer ${await online.channel.sign(claimsOf(cloud))}`;

  test("a message that Teams signed is answered, with the bot's own token", async () => {
    const { connector } = online.bots[cloud];
    expect((await post(await good())).status).toBe(200);
    expect(connector.messages().map(({ headers }) => headers.authorization)).toEqual(['Bearer of-the-bot']);
  });

  test.each([...channelForgeries, ...otherForgeries, ...entraForgeries])(
    'a message with %s gets a bare status, and nothing happens',
    async (_, forge) => {
      const { connector, sandbox } = online.bots[cloud];
      const before = connector.posted.length;
      const response = await post(await forge({ good: claimsOf(cloud), channel: online.channel, otherIssuer }));
      tally('forged requests', { tried: 1, 'let in': Number(response.ok || connector.posted.length > before) });
      await expectBare(response, 401);
      expect(connector.posted).toHaveLength(before);
      expect(sandbox.calls).toEqual([]);
    },
  );

  test.each([
    ['another channel', { channelId: 'webchat' }],
    ['the Emulator', { channelId: 'emulator' }],
    ['an App Service Extension', { channelId: 'AseChannel' }],
  ])('a signed message of %s is refused', async (_, differences) => {
    const response = await post(await good(), differences);
    tally('forged requests', { tried: 1, 'let in': Number(response.ok) });
    await expectBare(response, 403);
  });
});

test('no token and no text of a message is in the log', () => {
  const log = Object.values(online.bots)
    .flatMap(({ logged }) => logged)
    .join('');
  expect(log).toContain('token not valid');
  expect(log).not.toMatch(/eyJ|Bearer|of-the-bot|planted-secret/);
});

test('the SDK remembers no tenant that only a forged token named', () => {
  expect(String(ToBotFromBotOrEmulatorTokenValidationParameters.issuer)).not.toContain('99999999');
});

test('no forged token made the bot ask anybody but the logins and Teams of its cloud', () => {
  const serviceHosts = Object.values(clouds).flatMap(({ serviceUrlHosts }) => serviceUrlHosts);
  const known = /^login\.(botframework\.com|botframework\.azure\.us|microsoftonline\.com|microsoftonline\.us):443$/;
  const others = online.world.contacted.filter(
    (target) => !known.test(target) && !serviceHosts.includes(target.replace(':443', '')),
  );
  expect(others).toEqual([]);
});
