import type { Server as HttpServer, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { isLoopbackUrl } from '../config/loopback.ts';
import { createRequestLimiter } from './create-request-limiter.ts';
import type { Limits } from './limits.ts';

export interface Guard {
  readonly limits: Limits;
  /** Take only requests that were sent to this machine by name: a web page may have a name of its own lead here. */
  readonly loopbackOnly: boolean;
  readonly log: Logger;
  readonly now: () => number;
}

/**
 * Closes what Node and restify leave open. restify reads the address of every request before any handler, with
 * `new URL` and without a catch, so one odd `Host` would end the process; Node looks for slow requests only every 30 s,
 * takes any number of connections and of requests on each; and upgraded sockets are outside all of its limits.
 */
export function guardConnections(http: HttpServer, { limits, loopbackOnly, log, now }: Guard): void {
  const limiter = createRequestLimiter(limits, now);
  const [route] = http.listeners('request') as RequestListener[];
  const take = (request: IncomingMessage, response: ServerResponse, expects?: 'continue' | 'unknown') => {
    const { socket } = request;
    const verdict = limiter.begin(socket);
    response.once('close', () => limiter.end(socket));
    if (verdict === 'cut') return socket.destroy();
    if (verdict === 'slow-down') return refuse(response, 429);
    if (!isPlainTarget(request)) return refuse(response, 400);
    if (loopbackOnly && !isLoopbackUrl(`http://${request.headers.host}`)) return refuse(response, 403);
    if (expects === 'unknown') return refuse(response, 417);
    if (expects === 'continue') response.writeContinue();
    return route?.call(http, request, response as Parameters<RequestListener>[1]);
  };
  http.removeAllListeners('request');
  http.on('request', (request: IncomingMessage, response: ServerResponse) => take(request, response));
  // What comes with `Expect` goes other ways: to restify, or back from Node itself.
  http.removeAllListeners('checkContinue');
  http.on('checkContinue', (request, response) => take(request, response, 'continue'));
  http.on('checkExpectation', (request, response) => take(request, response, 'unknown'));

  function refuse(response: ServerResponse, status: number): void {
    log.warn({ status }, 'request refused');
    response.statusCode = status;
    response.setHeader('Connection', 'close');
    response.end();
  }

  http.headersTimeout = limits.requestTimeout;
  http.requestTimeout = limits.requestTimeout;
  // An option of `http.createServer`, which restify calls without any; node reads it when the server listens.
  Object.assign(http, { connectionsCheckingInterval: limits.checkInterval });
  http.maxConnections = limits.connections;
  http.on('drop', () => log.warn('connection refused'));
  http.removeAllListeners('upgrade');
  http.on('upgrade', (_request, socket) => socket.destroy());
  http.on('connect', (_request, socket) => socket.destroy());
}

/** A path from the root, and a host that is one and nothing else. */
function isPlainTarget({ url = '', headers: { host = 'localhost' } }: IncomingMessage): boolean {
  return /^\/(?!\/)/.test(url) && /^[\w.[\]:-]+$/.test(host) && URL.canParse(`http://${host}${url}`);
}
