import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/create-sandbox.ts';
import { sampleTenantId } from '../../src/sandbox/sample-incidents.ts';
import { asker } from './activities.ts';
import { createCertificate } from './create-certificate.ts';
import { createFakeConnector, type FakeConnector } from './fake-connector.ts';
import { createFakeInternet, type FakeInternet, serviceUrl } from './fake-internet.ts';
import { type LaunchedProgram, launchProgram } from './launch-program.ts';
import { createOnlineChannel, type OnlineChannel, type SigningChanges } from './online-channel.ts';
import { appIds, claimsOf } from './start-online-bots.ts';

/** The program as a company runs it: online, with nothing replaced, and no way out but a proxy with a password. */
export interface OnlineProgram {
  /** For what a test writes; gone with `close`. */
  readonly folder: string;
  readonly sandbox: Sandbox;
  readonly connector: FakeConnector;
  readonly channel: OnlineChannel;
  readonly internet: FakeInternet;
  /** A token of Teams, with single claims replaced. */
  sign(claims?: Record<string, unknown>, changes?: SigningChanges): Promise<string>;
  /** Starts the program; `env` adds to what it needs, and an empty value takes away. */
  launch(env?: Record<string, string>, nodeOptions?: readonly string[]): LaunchedProgram;
  close(): Promise<void>;
}

export interface OnlineProgramOptions {
  readonly proxyPassword: string;
  /** What the login hands out; by the host of the scope. */
  readonly tokens: Record<string, string>;
  readonly sandbox?: Partial<SandboxOptions>;
}

export async function createOnlineProgram(options: OnlineProgramOptions): Promise<OnlineProgram> {
  const [folder, sandbox, connector, channel] = await Promise.all([
    mkdtemp(join(tmpdir(), 'online-')),
    createSandbox({ port: 0, ...options.sandbox }),
    createFakeConnector(),
    createCertificate().then(createOnlineChannel),
  ]);
  connector.member = { id: asker.id, userRole: 'user', tenantId: sampleTenantId };
  const { proxyPassword, tokens } = options;
  const parts = { sandbox, connector, channel, tokens, proxyCredentials: `proxy user:${proxyPassword}` };
  const internet = await createFakeInternet(parts);
  await writeFile(join(folder, 'ca.pem'), internet.certificate.cert);
  const launched: LaunchedProgram[] = [];

  return {
    folder,
    sandbox,
    connector,
    channel,
    internet,
    sign: (claims = {}, changes = {}) =>
      channel.sign({ ...claimsOf('global'), serviceurl: serviceUrl, ...claims }, changes),
    launch(env = {}, nodeOptions = []) {
      const password = encodeURIComponent(proxyPassword);
      const all = {
        MicrosoftAppId: appIds.global,
        MicrosoftAppTenantId: sampleTenantId,
        MicrosoftAppPassword: 'password-of-the-bot',
        ALLOW_ALL_MEMBERS: 'true',
        AUDIT_FILE: join(folder, 'audit.log'),
        NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
        HTTPS_PROXY: `http://proxy%20user:${password}@127.0.0.1:${internet.proxy.port}`,
        ...env,
      };
      const program = launchProgram(all, { nodeOptions });
      launched.push(program);
      return program;
    },
    close: async () => {
      for (const { child } of launched) child.kill('SIGKILL');
      await Promise.all([internet.close(), sandbox.close(), connector.close(), channel.close()]);
      await rm(folder, { recursive: true });
    },
  };
}
