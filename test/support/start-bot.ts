import { devNull } from 'node:os';
import { pino } from 'pino';
import { compose } from '../../src/compose.ts';
import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/create-sandbox.ts';
import { createFakeConnector, type FakeConnector } from './fake-connector.ts';

/** The real bot between a sandbox and a fake connector, all on loopback. */
export interface RunningBot {
  readonly url: string;
  readonly sandbox: Sandbox;
  readonly connector: FakeConnector;
  /** Every line that was logged, as text. */
  readonly logged: string[];
  /** Posts an activity; the response comes once the turn is over. */
  post(activity: object, headers?: Record<string, string>): Promise<Response>;
  /** The ids that the API was asked for so far, in order, retries included. */
  askedIds(): string[];
  close(): Promise<void>;
}

export interface BotOptions {
  readonly env?: Record<string, string>;
  readonly sandbox?: Partial<SandboxOptions>;
  readonly now?: () => number;
}

/** Starts the bot in offline mode on a free port. The audit trail goes nowhere unless `AUDIT_FILE` says where. */
export async function startBot({
  env = {},
  sandbox: options = {},
  now = Date.now,
}: BotOptions = {}): Promise<RunningBot> {
  const sandbox = await createSandbox({ port: 0, ...options });
  const connector = await createFakeConnector();
  const config = loadConfig({
    BOT_OFFLINE: 'true',
    INCIDENT_API_URL: sandbox.url,
    AUDIT_FILE: devNull,
    LOG_LEVEL: 'debug',
    ...env,
  });
  return runBot(config, sandbox, connector, { now });
}

/** Runs the bot that `config` describes between `sandbox` and `connector`, and closes all three together. */
export async function runBot(
  config: Config,
  sandbox: Sandbox,
  connector: FakeConnector,
  { now = Date.now }: { now?: () => number } = {},
): Promise<RunningBot> {
  const logged: string[] = [];
  const log = pino({ level: config.logLevel, base: null }, { write: (line: string) => void logged.push(line) });
  const server = await compose(config, { log, now });
  const url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  return {
    url,
    sandbox,
    connector,
    logged,
    post: (activity, headers = {}) =>
      fetch(`${url}/api/messages`, {
        method: 'POST',
        // Each from a connection of its own, as from many senders: the rate of one is bounded.
        headers: { 'Content-Type': 'application/json', Connection: 'close', ...headers },
        body: JSON.stringify(activity),
      }),
    askedIds: () => sandbox.calls.map(({ path }) => path.split('/').pop() ?? ''),
    close: async () => {
      await server.close(1_000);
      await Promise.all([sandbox.close(), connector.close()]);
    },
  };
}
