import { ToBotFromBotOrEmulatorTokenValidationParameters } from 'botframework-connector/lib/auth/tokenValidationParameters.js';
import fc from 'fast-check';
import { clouds } from '../../src/config/clouds.ts';
import { createMessage } from '../support/activities.ts';
import { expectBare } from '../support/expect-bare.ts';
import { channelForgeries, entraForgeries, otherForgeries } from '../support/forgeries.ts';
import { fuzzOptions } from '../support/fuzz-options.ts';
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

test('for any Authorization header that Teams did not sign, nothing happens', async () => {
  const { post, connector, sandbox } = online.bots.global;
  const [, payload = '', signature = ''] = (await online.channel.sign(claimsOf('global'))).split('.');
  const encoded = (arbitrary: fc.Arbitrary<unknown>) =>
    arbitrary.map((value) => Buffer.from(JSON.stringify(value) ?? '').toString('base64url'));
  const header = fc.record(
    {
      alg: fc.constantFrom('none', 'HS256', 'RS256', 'ES256', 'rs256'),
      kid: fc.oneof(fc.constant('endorsed'), fc.string()),
    },
    { requiredKeys: [] },
  );
  const claims = fc.record(
    {
      iss: fc.constantFrom(clouds.global.channelIssuer, 'https://sts.windows.net/x/', ''),
      aud: fc.oneof(fc.constant(claimsOf('global').aud), fc.jsonValue()),
      exp: fc.oneof(fc.constant(4_000_000_000), fc.jsonValue()),
      serviceurl: fc.constant(serviceUrlOf('global')),
    },
    { requiredKeys: [] },
  );
  const token = fc
    .tuple(
      encoded(fc.oneof(header, fc.jsonValue())),
      fc.oneof(encoded(fc.oneof(claims, fc.jsonValue())), fc.constant(payload)),
      fc.oneof(fc.constant(''), fc.constant(signature), fc.base64String()),
    )
    .map((parts) => `Bearer ${parts.join('.')}`);
  const printable = fc.string({ unit: 'grapheme-ascii' }).map((text) => text.trim());
  const before = connector.posted.length;
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        token,
        printable,
        printable.map((text) => `Bearer ${text}`),
      ),
      async (authorization) => {
        await expectBare(
          await post(createMessage('/incident 29', serviceUrlOf('global')), { Authorization: authorization }),
          401,
        );
        tally('forged requests', { tried: 1, 'let in': connector.posted.length - before });
        expect([connector.posted.length, sandbox.calls]).toEqual([before, []]);
      },
    ),
    fuzzOptions(100),
  );
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
