import type { Socket } from 'node:net';
import type { Limits } from './limits.ts';

/** `pass`: go on. `slow-down`: too many in this second, said once. `cut`: no answer would reach it, or help. */
type Verdict = 'pass' | 'slow-down' | 'cut';

/** What one connection may ask. */
export interface RequestLimiter {
  /** Judges a request that has just come in. */
  begin(socket: Socket): Verdict;
  /** To be called once for each `begin`, when its request is over. */
  end(socket: Socket): void;
}

interface Connection {
  second: number;
  count: number;
  running: number;
  refused: boolean;
}

/** Creates the bound of requests of one connection: in a second, and at once (sent without waiting for an answer). */
export function createRequestLimiter(
  { requestsPerSecond, requestsAtOnce }: Pick<Limits, 'requestsPerSecond' | 'requestsAtOnce'>,
  now: () => number,
): RequestLimiter {
  const connections = new WeakMap<Socket, Connection>();

  function connectionOf(socket: Socket): Connection {
    const known = connections.get(socket);
    if (known !== undefined) return known;
    const fresh = { second: 0, count: 0, running: 0, refused: false };
    connections.set(socket, fresh);
    return fresh;
  }

  return {
    begin(socket) {
      const connection = connectionOf(socket);
      const second = Math.floor(now() / 1000);
      if (connection.second !== second) Object.assign(connection, { second, count: 0 });
      connection.count += 1;
      connection.running += 1;
      // Answers go out in order, so one more would wait for those that run.
      if (connection.refused || connection.running > requestsAtOnce) return 'cut';
      connection.refused = connection.count > requestsPerSecond;
      return connection.refused ? 'slow-down' : 'pass';
    },
    end(socket) {
      connectionOf(socket).running -= 1;
    },
  };
}
