import type { ServerResponse } from 'node:http';

/** What a fault needs to misbehave. */
export interface FaultContext {
  readonly response: ServerResponse;
  /** Answers with an error in the API's own form. */
  refuse(refusal: { status: number; code: string; message: string; headers?: Record<string, string> }): void;
  /** Answers as to a caller who holds no role. */
  refuseRole(): void;
  /** Answers as if nothing were wrong, with the documented incident under the id that was asked for. */
  succeed(): void;
  /** How often this id was asked for before. */
  readonly earlierCalls: number;
}

function refuse(status: number, code: string, message: string, headers: Record<string, string> = {}) {
  return (context: FaultContext) => context.refuse({ status, code, message, headers });
}

/** Ids that make the API misbehave. The table in the README of this folder says the same in words. */
export const faults: Readonly<Record<string, (context: FaultContext) => void>> = Object.freeze({
  '90401': refuse(401, 'InvalidAuthenticationToken', 'Access token validation failure.'),
  '90403': ({ refuseRole }) => refuseRole(),
  '90413': refuse(403, 'Forbidden', 'Unauthorized request - Account is not provisioned.'),
  '90429': refuse(429, 'TooManyRequests', 'Too many requests. New calls can be made in 37 seconds.', {
    'Retry-After': '37',
  }),
  '90500': refuse(500, 'InternalServerError', 'An internal server error occurred.'),
  '90503': refuse(503, 'ServiceUnavailable', 'The service is unavailable.'),
  '90001': () => {},
  '90002': ({ response }) => void response.socket?.resetAndDestroy(),
  '90003': ({ response }) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
    response.write('{"id":"90003","displayName":"half');
    setTimeout(() => response.socket?.destroy(), 20);
  },
  '90004': ({ response }) => {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end('<!doctype html><title>Sign in to your account</title>');
  },
  '90005': ({ response }) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end('{"value":[{"id":90005,"status":{"state":"active"}}]}');
  },
  '90006': ({ succeed }) => void setTimeout(succeed, 2_000),
  '90007': (context) => {
    if (context.earlierCalls > 0) context.succeed();
    else refuse(500, 'InternalServerError', 'Only the first call fails.')(context);
  },
});
