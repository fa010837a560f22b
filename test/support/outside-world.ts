import { Socket } from 'node:net';

/** Stands for all that is not this machine: whoever connects to it from this process stays on 127.0.0.1. */
export interface OutsideWorld {
  /** Each host and port that was connected to, in order: `smba.trafficmanager.net:443`. */
  readonly contacted: string[];
  close(): void;
}

interface Target {
  readonly host?: string;
  readonly port?: number | string;
}

/**
 * Catches every connection of this process below TLS and DNS, so that nothing of the product has to be set otherwise
 * than in production.
 *
 * @param portOf the port of 127.0.0.1 that answers for a host; undefined: the connection is refused
 */
export function createOutsideWorld(portOf: (host: string) => number | undefined): OutsideWorld {
  const contacted: string[] = [];
  const connect = Socket.prototype.connect;
  // Not a spy of jest: `restoreAllMocks` of some test would open the way out for all that follow.
  Socket.prototype.connect = function (this: Socket, ...given: unknown[]): Socket {
    const { host = 'localhost', port } = targetOf(given);
    if (isThisMachine(host)) return Reflect.apply(connect, this, given);
    contacted.push(`${host}:${port}`);
    return Reflect.apply(connect, this, [portOf(host) ?? closedPort, '127.0.0.1']);
  };
  return {
    contacted,
    close() {
      Socket.prototype.connect = connect;
    },
  };
}

/** Nothing listens there. */
const closedPort = 1;

/** `connect` takes a target, a port and a host, or (from `net.connect`) the list of arguments that node has read. */
function targetOf([first, second]: unknown[]): Target {
  if (Array.isArray(first)) return first[0];
  if (typeof first === 'object') return first as Target;
  return { port: first as number, ...(typeof second === 'string' && { host: second }) };
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '::1';
}
