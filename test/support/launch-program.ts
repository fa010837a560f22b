import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** The built program, as `npm start` runs it; `npm test` builds it first. */
const program = join(import.meta.dirname, '..', '..', 'dist', 'index.js');

/** The program as a process of its own. */
export interface LaunchedProgram {
  readonly process: ChildProcess;
  /** Everything that it has written so far, standard output and error together. */
  readonly output: string;
  /** Waits for its end. @returns its exit code; null where a signal ended it */
  exitCode(): Promise<number | null>;
  /** Waits until `happened`, for up to 15 s, while the program lives. */
  until(happened: () => boolean): Promise<void>;
  /** Waits until it listens. @returns its address */
  listening(): Promise<string>;
  /** Ends it, whatever it does. */
  kill(): void;
}

/** Starts the program with nothing in its environment but `env`. */
export function launchProgram(env: Record<string, string>): LaunchedProgram {
  const child = spawn(process.execPath, [program], { env: { PATH: process.env.PATH ?? '', ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const launched: LaunchedProgram = {
    process: child,
    get output() {
      return output;
    },
    async exitCode() {
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      return child.exitCode;
    },
    async until(happened) {
      for (let waited = 0; !happened(); waited += 20) {
        if (waited > 15_000 || child.exitCode !== null) throw new RangeError(`it did not happen: ${output}`);
        await delay(20);
      }
    },
    async listening() {
      await launched.until(() => output.includes('"port":'));
      return `http://127.0.0.1:${/"port":(\d+)/.exec(output)?.[1]}`;
    },
    kill() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    },
  };
  return launched;
}

/** Starts it offline, between a local API at `apiUrl` and whoever posts to it. */
export function launchOffline(apiUrl: string, env: Record<string, string> = {}): LaunchedProgram {
  return launchProgram({ BOT_OFFLINE: 'true', INCIDENT_API_URL: apiUrl, PORT: '0', ...env });
}
