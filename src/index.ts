import { type Logger, pino } from 'pino';
import { writeNow } from './access/write-now.ts';
import { describeError } from './commands/describe-error.ts';
import { compose } from './compose.ts';
import { ConfigError } from './config/config-error.ts';
import { loadConfig } from './config/load-config.ts';
import { routeThroughProxy } from './config/route-through-proxy.ts';

/** Longer than the deadline of an answer, shorter than the time that orchestrators give before they kill. */
const graceMs = 12_000;
/** Read at once: by the time that the bot listens, it may have been left behind. */
const startedBy = process.ppid;

async function main(): Promise<void> {
  const config = loadConfig(process.env);
  routeThroughProxy(process.env, config.proxy);
  const log = pino({ level: config.logLevel, base: null }, { write: writeIfPossible });
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
  onceLeftBehind(() => stop('npm has ended'));
}

/** npm runs a script in a shell, and not every shell hands a signal on: dash ends, and leaves what it started behind. */
function onceLeftBehind(stop: () => void): void {
  if (process.env.npm_lifecycle_event !== 'start') return;
  const timer = setInterval(() => {
    if (process.ppid === startedBy) return;
    clearInterval(timer);
    stop();
  }, 500);
  timer.unref();
}

/** A log that nobody takes any more must not stop the bot; the audit trail, if it goes the same way, stops the answers. */
function writeIfPossible(line: string): void {
  try {
    writeNow(1, line);
  } catch {}
}

/** The SDK prints refused tokens' errors and public keys on the console, as often as anyone sends a forged token. */
function quietSdk(log: Logger): void {
  const note = () => log.debug('the SDK wrote to the console');
  Object.assign(console, { log: note, info: note, debug: note, trace: note, dir: note, warn: note, error: note });
}

function end(words: string): void {
  try {
    writeNow(2, `${words}\n`);
  } finally {
    process.exit(1);
  }
}

// Node would print the whole error, with all that an SDK hung on it. A rejection that nobody took comes here, too.
process.on('uncaughtException', (error) => end(`The bot crashed: ${inWords(error)}`));
main().catch((error: unknown) => end(error instanceof ConfigError ? error.message : explain(error)));

/** A start that failed outside the settings, most often because the port is taken. */
function explain(error: unknown): string {
  const { code, port } = (error ?? {}) as { code?: string; port?: number };
  if (code === 'EADDRINUSE') return `The bot can not start: port ${port} is taken. Set PORT to a free one.`;
  return `The bot can not start: ${inWords(error)}`;
}

function inWords(error: unknown): string {
  const { name, code = '', stack } = describeError(error);
  return [`${name} ${code}`.trimEnd(), ...stack].join('\n');
}
