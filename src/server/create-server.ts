import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import restify, { type Request, type Response } from 'restify';
import type { Receiver } from '../teams/create-receiver.ts';
import { guardConnections } from './guard-connections.ts';
import { type Limits, usualLimits } from './limits.ts';
import { readJson } from './read-json.ts';

export interface ServerDependencies {
  readonly receiver: Receiver;
  readonly log: Logger;
  readonly now: () => number;
  readonly limits?: Limits;
  /** See `Guard.loopbackOnly`. */
  readonly loopbackOnly?: boolean;
}

/** The HTTP edge of the bot. */
export interface Server {
  /** @param host undefined: all interfaces @returns the port that was taken */
  listen(port: number, host: string | undefined): Promise<number>;
  /** Takes no new requests, lets the running ones finish for up to `graceMs`, and then cuts what is left. */
  close(graceMs: number): Promise<void>;
}

/** Creates the server: `POST /api/messages` and `GET /healthz`, bare bodies for everything that is refused. */
export function createServer(dependencies: ServerDependencies): Server {
  const { receiver, log, now, limits = usualLimits, loopbackOnly = false } = dependencies;
  const server = restify.createServer({ name: '', formatters: bareFormatters });
  const http: HttpServer = server.server;
  let stopping = false;
  let running = 0;
  // Not `closeIdleConnections`: it leaves connections that have not asked anything yet, or are kept alive.
  const cutIfDone = () => {
    if (stopping && running === 0) http.closeAllConnections();
  };
  guardConnections(http, { limits, loopbackOnly, log, now });
  const count = (_request: IncomingMessage, response: ServerResponse) => {
    running += 1;
    response.once('close', () => {
      running -= 1;
      cutIfDone();
    });
  };
  http.on('request', count);
  http.on('checkContinue', count);

  server.post('/api/messages', async (request: Request, response: Response) => {
    const arrivedAt = now();
    const admitted = receiver.admit(request.header('authorization') ?? '');
    if ('status' in admitted) return refuseUnread(request, response, admitted.status);
    const read = await readJson(request);
    if ('refusal' in read) {
      log.warn({ status: read.refusal }, 'request refused');
      return refuseUnread(request, response, read.refusal);
    }
    const { status, body } = await admitted.receive({ body: read.json, arrivedAt });
    response.send(status, body);
  });
  const health = async (_request: Request, response: Response) => {
    response.send(stopping ? 503 : 200, { status: stopping ? 'stopping' : 'ok' });
  };
  server.get('/healthz', health);
  // Some load balancers probe with HEAD.
  server.head('/healthz', health);
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
      cutIfDone();
      await Promise.race([closed, delay(graceMs, undefined, { ref: false })]);
      http.closeAllConnections();
    },
  };
}

/** What is left of the body is not read; the sender gets a moment to see why. */
function refuseUnread(request: Request, response: Response, status: number): void {
  response.header('Connection', 'close');
  response.once('finish', () => setTimeout(() => request.destroy(), 200).unref());
  response.send(status);
}

/** Errors leave as a status alone, whatever the client accepts: restify would send their text. */
const bare = (_request: Request, _response: Response, body: unknown) =>
  body === undefined || body === null || body instanceof Error ? '' : JSON.stringify(body);
const bareFormatters = Object.fromEntries(
  ['application/json', 'text/plain', 'application/octet-stream', 'application/javascript'].map((type) => [type, bare]),
);
