import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import restify, { type Next, type Request, type Response } from 'restify';
import type { Receiver } from '../teams/create-receiver.ts';

export interface ServerDependencies {
  readonly receive: Receiver;
  readonly log: Logger;
  readonly now: () => number;
}

/** The HTTP edge of the bot. */
export interface Server {
  /** @param host undefined: all interfaces @returns the port that was taken */
  listen(port: number, host: string | undefined): Promise<number>;
  /** Takes no new requests, lets the running ones finish for up to `graceMs`, and then cuts what is left. */
  close(graceMs: number): Promise<void>;
}

const maxBodyBytes = 256 * 1024;
/** Teams sends small bodies at once; who dribbles one is cut off. */
const requestTimeoutMs = 10_000;

/** Creates the server: `POST /api/messages` and `GET /healthz`, bare bodies for everything that is refused. */
export function createServer({ receive, log, now }: ServerDependencies): Server {
  const server = restify.createServer({ name: '', formatters: bareFormatters });
  const http: import('node:http').Server = server.server;
  http.requestTimeout = requestTimeoutMs;
  http.headersTimeout = requestTimeoutMs;
  let stopping = false;
  let running = 0;
  // Not `closeIdleConnections`: it leaves connections that have not asked anything yet, or are kept alive.
  const cutIfDone = () => {
    if (stopping && running === 0) http.closeAllConnections();
  };
  http.on('request', (_request, response) => {
    running += 1;
    response.once('close', () => {
      running -= 1;
      cutIfDone();
    });
  });

  server.use(refuseLargeAndEncodedBodies);
  server.use(restify.plugins.bodyReader({ maxBodySize: maxBodyBytes }));
  server.use(restify.plugins.jsonBodyParser({ bodyReader: true, mapParams: false }));
  server.post('/api/messages', async (request: Request, response: Response) => {
    const arrivedAt = now();
    const { status, body } = await receive({
      authorization: request.header('authorization') ?? '',
      body: request.body,
      arrivedAt,
    });
    response.send(status, body);
  });
  server.get('/healthz', async (_request: Request, response: Response) => {
    response.send(stopping ? 503 : 200, { status: stopping ? 'stopping' : 'ok' });
  });
  server.on(
    'restifyError',
    (_request: Request, _response: Response, error: { statusCode?: number }, done: () => void) => {
      log.warn({ status: error.statusCode ?? 500 }, 'request refused');
      done();
    },
  );

  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        const listening = () => resolve((http.address() as AddressInfo).port);
        if (host === undefined) http.listen(port, listening);
        else http.listen(port, host, listening);
      }),
    close: async (graceMs) => {
      stopping = true;
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      const cut = setTimeout(() => http.closeAllConnections(), graceMs);
      cutIfDone();
      await closed;
      clearTimeout(cut);
    },
  };
}

/**
 * restify's parser would read an announced body of any size to its end, and unpacks gzip without a limit and
 * without handling its errors; the Bot Framework sends plain JSON.
 */
function refuseLargeAndEncodedBodies(request: Request, response: Response, next: Next): void {
  const encoded = request.headers['content-encoding'] !== undefined;
  const large = Number(request.headers['content-length'] ?? 0) > maxBodyBytes;
  if (encoded || large) {
    response.header('Connection', 'close');
    response.send(large ? 413 : 415);
    next(false);
  } else next();
}

/** Errors leave as a status alone, whatever the client accepts: restify would send their text. */
const bare = (_request: Request, _response: Response, body: unknown) =>
  body === undefined || body === null || body instanceof Error ? '' : JSON.stringify(body);
const bareFormatters = Object.fromEntries(
  ['application/json', 'text/plain', 'application/octet-stream', 'application/javascript'].map((type) => [type, bare]),
);
