import { type Logger, pino } from 'pino';
import { compose } from './compose.ts';
import { ConfigError } from './config/config-error.ts';
import { loadConfig } from './config/load-config.ts';
import { routeThroughProxy } from './config/route-through-proxy.ts';

/** Longer than the deadline of an answer, shorter than the time that orchestrators give before they kill. */
const graceMs = 12_000;

async function main(): Promise<void> {
  const config = loadConfig(process.env);
  routeThroughProxy(process.env, config.proxy);
  const log = pino({ level: config.logLevel, base: null });
  quietSdk(log);
  const server = await compose(config, { log, now: Date.now });
  // Offline activities are unsigned, so nobody but this machine may send them.
  const port = await server.listen(config.port, config.mode.kind === 'offline' ? '127.0.0.1' : undefined);
  log.info({ port, mode: config.mode.kind, cloud: config.cloud.name, api: config.incidentApi }, 'listening');

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    await server.close(graceMs);
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** The SDK prints refused tokens' errors and public keys on the console, as often as anyone sends a forged token. */
function quietSdk(log: Logger): void {
  const note = () => log.debug('the SDK wrote to the console');
  Object.assign(console, { log: note, warn: note, error: note });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : explain(error)}\n`);
  process.exit(1);
});

/** A start that failed outside the settings, most often because the port is taken. */
function explain(error: unknown): string {
  const { code, port, stack } = (error ?? {}) as { code?: string; port?: number; stack?: string };
  if (code === 'EADDRINUSE') return `The bot can not start: port ${port} is taken. Set PORT to a free one.`;
  return `The bot can not start: ${stack ?? String(error)}`;
}
