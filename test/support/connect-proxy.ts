import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A proxy as companies have it: CONNECT only, with user and password. */
export interface ConnectProxy {
  readonly port: number;
  /** `host:port` of each tunnel that was asked for with the right password, in order. */
  readonly tunnels: string[];
  /** How many others were refused. */
  refused(): number;
  close(): Promise<void>;
}

/**
 * Starts one on a free port of 127.0.0.1. Whatever name a client asks for, it ends at `target`, so that the real
 * names of Microsoft's hosts lead to a server of the test.
 *
 * @param credentials `user:password`
 */
export async function createConnectProxy(target: number, credentials: string): Promise<ConnectProxy> {
  const expected = `Basic ${Buffer.from(credentials).toString('base64')}`;
  const tunnels: string[] = [];
  const sockets = new Set<Socket>();
  let refused = 0;
  const server = createServer((_, response) => {
    refused += 1;
    response.writeHead(405);
    response.end();
  });
  server.on('connect', (request, client: Socket) => {
    client.on('error', () => client.destroy());
    if (request.headers['proxy-authorization'] !== expected) {
      refused += 1;
      return void client.end('HTTP/1.1 407 Proxy Authentication Required\r\nConnection: close\r\n\r\n');
    }
    tunnels.push(request.url ?? '');
    const upstream = connect(target, '127.0.0.1', () => client.write('HTTP/1.1 200 Connection Established\r\n\r\n'));
    upstream.on('error', () => client.destroy());
    upstream.pipe(client).pipe(upstream);
    for (const socket of [client, upstream]) sockets.add(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    tunnels,
    refused: () => refused,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of sockets) socket.destroy();
      }),
  };
}
