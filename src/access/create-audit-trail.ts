import { appendFileSync, closeSync, openSync, readSync, statSync } from 'node:fs';
import type { FailureCode } from '../incidents/failure.ts';
import type { Denial, Place } from './decide-access.ts';
import { writeNow } from './write-now.ts';

/** What became of a question; `answered-stale`: an earlier answer stood in, because the API did not answer. */
export type Outcome = 'answered' | 'answered-stale' | FailureCode;

/** What the audit trail keeps of one question. Never a title, a message's text or a token. */
export interface AuditEntry {
  readonly reference: string;
  /** The person's Entra object id; null where Teams sent none. */
  readonly who: string | null;
  readonly tenant: string | null;
  readonly place: Place['kind'];
  readonly conversation: string;
  readonly door: string;
  readonly command: string;
  readonly asked: readonly string[];
  readonly answered: readonly string[];
  readonly outcome: Outcome;
  readonly denial: Denial | null;
  readonly requestIds: readonly string[];
}

/** Where one line for each question is written. */
export interface AuditTrail {
  /** Writes one line before it returns; throws where that fails, so that the answer is not given. */
  record(entry: AuditEntry): void;
}

/**
 * Opens the audit trail: `file` is created if it is missing and only ever appended to, without one the trail
 * goes to standard output. Writes are synchronous, so that a line stands before its answer leaves, also after the
 * process is killed.
 *
 * @throws an error of `node:fs` where the file can not be opened
 */
export function createAuditTrail(file: string | undefined, now: () => number): AuditTrail {
  const append = file === undefined ? (text: string) => writeNow(1, text) : appendTo(file);
  let torn = file !== undefined && isTorn(file);
  return {
    record(entry) {
      const line = `${JSON.stringify({ audit: 1, time: new Date(now()).toISOString(), ...entry })}\n`;
      // What a full disk left of a line must not swallow the next one.
      const text = torn ? `\n${line}` : line;
      torn = true;
      append(text);
      torn = false;
    },
  };
}

/** Opens the file for every line: the host may have moved it away meanwhile, to keep it elsewhere. */
function appendTo(file: string): (text: string) => void {
  const append = (text: string) => appendFileSync(file, text, { mode: 0o600 });
  append('');
  return append;
}

/**
 * Whether its last line is unfinished: the process before this one may have been stopped by a full disk. So it may be
 * where the bot is let to write the file, but not to read it.
 */
function isTorn(file: string): boolean {
  const { size } = statSync(file);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  try {
    const fd = openSync(file, 'r');
    try {
      readSync(fd, last, 0, 1, size - 1);
    } finally {
      closeSync(fd);
    }
  } catch {
    return true;
  }
  return last.toString() !== '\n';
}
