import { serve } from './serve.ts';

/** A port of 127.0.0.1 that nobody listened on a moment ago, for a program that has to be told one. */
export async function freePort(): Promise<number> {
  const { port, close } = await serve(() => {});
  await close();
  return port;
}
