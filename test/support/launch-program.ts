import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const root = join(import.meta.dirname, '..', '..');
const entry = join(root, 'src', 'index.ts');
/** As `npm start` runs it; `npm test` builds it first. */
export const builtEntry = join(root, 'dist', 'index.js');

/** The program in a process of its own. */
export interface LaunchedProgram {
  readonly child: ChildProcess;
  /** Everything that it wrote so far, on both streams. */
  output(): string;
  /** Waits until it wrote `text`, for up to 15 seconds while it runs. */
  wrote(text: string): Promise<void>;
  /** The same for anything that can happen. */
  until(happened: () => boolean): Promise<void>;
  /** Its address, once it listens. */
  url(): Promise<string>;
  exitCode(): Promise<number | null>;
}

/** Has the program find no host by its name, and say which it looked for: a test is to reach nobody outside. */
const noNames = `
  import dns from 'node:dns';
  import { isIP } from 'node:net';
  const { lookup } = dns;
  dns.lookup = (host, options, done) => {
    if (isIP(host)) return lookup(host, options, done);
    process.stdout.write('looked for ' + host + '\\n');
    const error = Object.assign(new TypeError('not found'), { code: 'ENOTFOUND' });
    process.nextTick(typeof options === 'function' ? options : done, error);
  };`;

/** Starts it with nothing in its environment but `env`, on a free port unless that names one. */
export function launchProgram(
  env: Record<string, string>,
  { nodeOptions = [], program = entry }: { nodeOptions?: readonly string[]; program?: string } = {},
): LaunchedProgram {
  const preload = ['--import', `data:text/javascript,${encodeURIComponent(noNames)}`];
  const child = spawn(process.execPath, [...preload, ...nodeOptions, program], {
    env: { PATH: process.env.PATH ?? '', PORT: '0', ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const closed = once(child, 'close');
  const launched: LaunchedProgram = {
    child,
    output: () => output,
    wrote: (text) => launched.until(() => output.includes(text)),
    async until(happened) {
      for (let waited = 0; !happened(); waited += 20) {
        if (waited > 15_000 || child.exitCode !== null) throw new RangeError(`it did not happen: ${output}`);
        await delay(20);
      }
    },
    async url() {
      await launched.wrote('"port":');
      return `http://127.0.0.1:${/"port":(\d+)/.exec(output)?.[1]}`;
    },
    async exitCode() {
      await closed;
      return child.exitCode;
    },
  };
  return launched;
}
