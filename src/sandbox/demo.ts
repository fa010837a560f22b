import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sampleTenantId } from './sample-incidents.ts';

/**
 * `npm run demo`: sandbox, bot in offline mode and Microsoft 365 Agents Playground, on this machine alone.
 * With `--watch` (`npm run dev`) the bot starts again when a file changes, and its log is shown.
 */
const watch = process.argv.includes('--watch');
const ports = {
  PORT: Number(process.env.PORT ?? 3978),
  SANDBOX_PORT: Number(process.env.SANDBOX_PORT ?? 4010),
  PLAYGROUND_PORT: Number(process.env.PLAYGROUND_PORT ?? 56150),
} as const;
const startDeadlineMs = 30_000;
const source = join(import.meta.dirname, '..');
const playground = createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/cli.js');

interface Part {
  readonly name: string;
  readonly process: ChildProcess;
  /** What it printed last, shown if it ends by itself. */
  output: string;
}

const parts: Part[] = [];
let stopping = false;

function start(name: string, args: string[], env: NodeJS.ProcessEnv = {}): void {
  const shown = watch && name === 'bot';
  const child = spawn(process.execPath, args, {
    env: { ...ownEnvironment(), ...env },
    stdio: ['ignore', shown ? 'inherit' : 'pipe', shown ? 'inherit' : 'pipe'],
  });
  const part: Part = { name, process: child, output: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      part.output = (part.output + chunk).slice(-4_000);
    });
  }
  child.once('exit', (code) => {
    if (!stopping) void stop(1, `The ${name} ended by itself (exit code ${code}).\n${part.output}`);
  });
  parts.push(part);
}

/** The demo needs no settings: those of a real bot that happen to be set must not reach it. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(MicrosoftApp|Certificate|AZURE_|ALLOW|ACCESS_|INCIDENT_|AUDIT_|CARD_|REDIS_|CLOUD$|NODE_ENV$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

async function requireFreePort(variable: string, port: number): Promise<void> {
  const probe = createServer();
  try {
    probe.listen(port, '127.0.0.1');
    await once(probe, 'listening');
  } catch {
    throw new RangeError(`Port ${port} is taken. Stop what uses it, or set ${variable} to a free port.`);
  } finally {
    probe.close();
  }
}

async function waitUntilAnswering(url: string): Promise<void> {
  const deadline = Date.now() + startDeadlineMs;
  while (!stopping) {
    const answered = await fetch(url).then(
      (response) => response.body?.cancel().then(() => true) ?? true,
      () => false,
    );
    if (answered) return;
    if (Date.now() > deadline) throw new RangeError(`Nothing answers at ${url} after ${startDeadlineMs / 1000} s.`);
    await delay(100);
  }
}

async function stop(code: number, message: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  process.stdout.write(`${message}\n`);
  await Promise.all(parts.map(end));
  process.exit(code);
}

async function end({ process: child }: Part): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await exited;
  clearTimeout(impatience);
}

async function main(): Promise<void> {
  const { PORT, SANDBOX_PORT, PLAYGROUND_PORT } = ports;
  for (const [variable, port] of Object.entries(ports)) await requireFreePort(variable, port);
  const api = `http://127.0.0.1:${SANDBOX_PORT}`;
  const bot = `http://127.0.0.1:${PORT}`;
  const page = `http://127.0.0.1:${PLAYGROUND_PORT}`;

  start('sandbox', [join(source, 'sandbox', 'main.ts')], { SANDBOX_PORT: String(SANDBOX_PORT) });
  start('bot', [...(watch ? ['--watch', '--watch-preserve-output'] : []), join(source, 'index.ts')], {
    BOT_OFFLINE: 'true',
    INCIDENT_API_URL: api,
    // The Playground's people are of another tenant, and would not get to see what the cards' own links are about.
    AZURE_TENANT_ID: sampleTenantId,
    PORT: String(PORT),
  });
  start(
    'Playground',
    [playground, '-e', `${bot}/api/messages`, '-c', 'msteams', '-p', String(PLAYGROUND_PORT), '--dt'],
    {
      // Its own names: it would open a browser (and end where there is none) and log into the current folder.
      TEAMSAPPTESTER_BROWSER: 'none',
      M365_AGENTS_PLAYGROUND_LOGFILE: join(tmpdir(), `playground-${process.pid}.log`),
    },
  );
  await Promise.all([api, `${bot}/healthz`, page].map(waitUntilAnswering));
  if (!stopping) process.stdout.write(`Open ${page} and type: /incident 29   (Ctrl-C stops everything)\n`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0, 'Stopping.'));
// A shell between npm and the demo may end without handing the signal on.
const { ppid } = process;
setInterval(() => process.ppid !== ppid && void stop(0, 'Stopping.'), 500).unref();
main().catch((error: unknown) => stop(1, error instanceof RangeError ? error.message : String(error)));
