import { writeSync } from 'node:fs';

/** Whoever reads a pipe and has stalled is waited for as long as this. */
const patienceMs = 2_000;
const pauseMs = 10;

/**
 * Writes all of `text` to an open file, pipe or device before it returns.
 *
 * @throws an error of `node:fs` where that is not possible, `EAGAIN` where nobody reads for two seconds
 */
export function writeNow(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  const clock = new Int32Array(new SharedArrayBuffer(4));
  let waitedMs = 0;
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(fd, bytes, written);
      waitedMs = 0;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EAGAIN' || waitedMs >= patienceMs) throw error;
      Atomics.wait(clock, 0, 0, pauseMs);
      waitedMs += pauseMs;
    }
  }
}
