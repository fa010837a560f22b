import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:net';

/** Says back all that it was sent, in headers and in the body, in the forms of errors of the login and of the APIs. */
export function echo(request: IncomingMessage, response: ServerResponse, body: string, status: number): true {
  const { authorization = '' } = request.headers;
  const all = JSON.stringify({ headers: request.headers, body });
  response.statusCode = status;
  response.setHeader('request-id', authorization);
  response.setHeader('Location', `https://elsewhere.invalid/?${new URLSearchParams({ authorization })}`);
  response.setHeader('WWW-Authenticate', `Bearer error="${authorization}"`);
  response.setHeader('Content-Type', 'application/json');
  const error = request.url?.endsWith('/token') ? all : { code: all, message: all };
  response.end(JSON.stringify({ error, error_description: all, id: all }));
  return true;
}

/** A Redis that says back what it was told, the password with it, and hangs up. */
export async function createEchoingRedis(): Promise<{ port: number; heard(): string; close(): Promise<void> }> {
  let heard = '';
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (said) => {
      heard += said;
      socket.end(`-ERR ${JSON.stringify(said.toString())}\r\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    heard: () => heard,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
