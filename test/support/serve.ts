import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TestCertificate } from './create-certificate.ts';

/** A server of one test, on a free port of 127.0.0.1. */
export interface TestServer {
  readonly url: string;
  readonly port: number;
  /** How often somebody connected, whatever was said then. */
  connections(): number;
  close(): Promise<void>;
}

/** Answers every request with `listener`, over https if it is given a certificate. */
export async function serve(listener: RequestListener, tls?: TestCertificate): Promise<TestServer> {
  const server = tls ? createSecureServer(tls, listener) : createServer(listener);
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
