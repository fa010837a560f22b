import { devNull } from 'node:os';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { jest } from '@jest/globals';
import { type CloudName, clouds } from '../../src/config/clouds.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { createSandbox } from '../../src/sandbox/create-sandbox.ts';
import { sampleTenantId } from '../../src/sandbox/sample-incidents.ts';
import { asker } from './activities.ts';
import { createCertificate, type TestCertificate } from './create-certificate.ts';
import { createFakeConnector } from './fake-connector.ts';
import { createOnlineChannel, loginHosts, type OnlineChannel } from './online-channel.ts';
import { createOutsideWorld, type OutsideWorld } from './outside-world.ts';
import { type RunningBot, runBot } from './start-bot.ts';

/** Of each cloud's bot its own, as the SDK keeps tokens for all bots of a process by app id. */
export const appIds: Readonly<Record<CloudName, string>> = {
  global: '22222222-2222-4222-8222-222222222220',
  gcc: '22222222-2222-4222-8222-222222222221',
  gcch: '22222222-2222-4222-8222-222222222222',
  dod: '22222222-2222-4222-8222-222222222223',
};
export const cloudNames = ['global', 'gcc', 'gcch', 'dod'] as const;

/** The bot of each cloud as it runs in production, with nothing set but its own settings, in a world that is played. */
export interface OnlineBots {
  readonly channel: OnlineChannel;
  readonly world: OutsideWorld;
  readonly bots: Readonly<Record<CloudName, RunningBot>>;
  close(): Promise<void>;
}

/** What a token of Teams for the bot of a cloud says. */
export const claimsOf = (cloud: CloudName) => ({
  iss: clouds[cloud].channelIssuer,
  aud: appIds[cloud],
  serviceurl: serviceUrlOf(cloud),
});

/** Where Teams of a cloud takes replies. */
export const serviceUrlOf = (cloud: CloudName): string => `https://${clouds[cloud].serviceUrlHosts[0]}/teams/`;

/** Starts the bots. The connector of each answers for the service URL hosts of its cloud, the channel for the logins. */
export async function startOnlineBots(
  env: Record<string, string> = {},
  { connectorTls }: { connectorTls?: TestCertificate } = {},
): Promise<OnlineBots> {
  // The SDK prints why it refuses a token; index.ts keeps that out of the log.
  jest.spyOn(console, 'error').mockImplementation(() => {});
  const serviceHosts = cloudNames.flatMap((name) => clouds[name].serviceUrlHosts);
  const tls = await createCertificate(['127.0.0.1', ...loginHosts, ...serviceHosts]);
  const trusted = getCACertificates('default');
  setDefaultCACertificates([...trusted, tls.cert]);

  const channel = await createOnlineChannel(tls);
  const ports = new Map(loginHosts.map((host) => [host, channel.port]));
  const world = createOutsideWorld((host) => ports.get(host));
  const started = cloudNames.map(async (name): Promise<[CloudName, RunningBot]> => {
    const [sandbox, connector] = await Promise.all([
      createSandbox({ port: 0 }),
      createFakeConnector(connectorTls ?? tls),
    ]);
    connector.member = { id: asker.id, userRole: 'user', tenantId: sampleTenantId };
    for (const host of clouds[name].serviceUrlHosts) ports.set(host, Number(new URL(connector.serviceUrl).port));
    return [
      name,
      await runBot(loadConfig({ ...settings, CLOUD: name, MicrosoftAppId: appIds[name], ...env }), sandbox, connector),
    ];
  });
  const bots = Object.fromEntries(await Promise.all(started)) as Record<CloudName, RunningBot>;
  return {
    channel,
    world,
    bots,
    async close() {
      await Promise.all([...Object.values(bots), channel].map((each) => each.close()));
      world.close();
      setDefaultCACertificates(trusted);
    },
  };
}

const settings = {
  MicrosoftAppPassword: 'planted-secret',
  MicrosoftAppTenantId: sampleTenantId,
  ALLOWED_USERS: asker.aadObjectId,
  AUDIT_FILE: devNull,
};
