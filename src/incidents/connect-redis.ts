import type { RedisClientType } from '@redis/client';
import type { Logger } from 'pino';
import type { Secret } from '../config/secret.ts';
import { plainCode } from './plain-code.ts';

/** The Redis that several replicas share. Every use of it has to do without it, too: it may go away at any time. */
export interface SharedStore {
  readonly client: RedisClientType;
  close(): void;
}

/** A question waits at most this long for Redis before it goes on without it. */
const commandTimeoutMs = 300;

/**
 * Connects in the background and again after each loss; commands fail at once while there is no connection.
 * The library is loaded only here, because a single replica needs none of it.
 *
 * @param url `redis://` or `rediss://`, with the password if there is one
 */
export async function connectRedis(url: Secret, log: Logger): Promise<SharedStore> {
  const { createClient } = await import('@redis/client');
  const client: RedisClientType = createClient({
    url: url.reveal(),
    disableOfflineQueue: true,
    commandOptions: { timeout: commandTimeoutMs },
    socket: { connectTimeout: 2_000, reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, 5_000) },
  });
  let lost = false;
  client.on('error', (error: { code?: string; name?: string }) => {
    if (!lost) log.warn({ code: plainCode(error.code ?? error.name) }, 'Redis is out of reach, going on in memory');
    lost = true;
  });
  client.on('ready', () => {
    log.info('Redis is connected');
    lost = false;
  });
  client.connect().catch(() => undefined);
  return { client, close: () => client.destroy() };
}
