import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** A Redis of its own on loopback, which keeps nothing on disk. */
export interface TestRedis {
  readonly url: string;
  readonly password: string;
  kill(): Promise<void>;
}

/** Starts `redis-server` from the PATH on a free port and waits until it takes connections. */
export async function startRedis(): Promise<TestRedis> {
  const port = await freePort();
  const password = 'redis-pl4nted';
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--requirepass', password];
  const server: ChildProcess = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  server.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  for (let waited = 0; !/ready to accept connections/i.test(output); waited += 20) {
    if (waited > 10_000 || server.exitCode !== null) throw new RangeError(`redis-server did not start: ${output}`);
    await delay(20);
  }
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    password,
    kill: async () => {
      if (server.exitCode !== null || server.signalCode !== null) return;
      server.kill('SIGKILL');
      await once(server, 'exit');
    },
  };
}
