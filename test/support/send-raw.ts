import { connect, type Socket } from 'node:net';

/** A connection on which bytes are sent that no HTTP client would send. */
export interface RawConnection {
  readonly socket: Socket;
  /** All that came back so far. */
  received(): string;
  /** All that came back until the other side closed. */
  closed(): Promise<string>;
}

/** Opens a connection to a port of 127.0.0.1 and sends `text` on it. */
export function openRaw(port: number, text = ''): RawConnection {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
  });
  socket.on('error', () => {});
  const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(received)));
  if (text !== '') socket.write(text, 'latin1');
  return { socket, received: () => received, closed: () => closed };
}

/** Sends `text` and returns what comes back until the other side closes; ends the connection after `patience` ms. */
export async function sendRaw(port: number, text: string, patience = 2_000): Promise<string> {
  const { socket, closed } = openRaw(port, text);
  const timer = setTimeout(() => socket.destroy(), patience);
  return await closed().finally(() => clearTimeout(timer));
}
