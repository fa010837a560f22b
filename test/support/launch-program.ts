import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const entry = join(import.meta.dirname, '..', '..', 'src', 'index.ts');

/** The program in a process of its own. */
export interface LaunchedProgram {
  readonly child: ChildProcess;
  /** Everything that it wrote so far, on both streams. */
  output(): string;
  /** Waits until it wrote `text`, for up to 15 seconds. */
  wrote(text: string): Promise<void>;
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
export function launchProgram(env: Record<string, string>, nodeOptions: readonly string[] = []): LaunchedProgram {
  const preload = ['--import', `data:text/javascript,${encodeURIComponent(noNames)}`];
  const child = spawn(process.execPath, [...preload, ...nodeOptions, entry], {
    env: { PATH: process.env.PATH ?? '', PORT: '0', ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const closed = once(child, 'close');
  const program: LaunchedProgram = {
    child,
    output: () => output,
    async wrote(text) {
      for (let waited = 0; !output.includes(text); waited += 20) {
        if (waited > 15_000 || child.exitCode !== null) throw new RangeError(`it did not write ${text}: ${output}`);
        await delay(20);
      }
    },
    async url() {
      await program.wrote('"port":');
      return `http://127.0.0.1:${/"port":(\d+)/.exec(output)?.[1]}`;
    },
    async exitCode() {
      await closed;
      return child.exitCode;
    },
  };
  return program;
}
