import { appendFileSync } from 'node:fs';
import { pino } from 'pino';
import type { FailureCode } from '../incidents/failure.ts';
import type { Denial, Place } from './decide-access.ts';

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
  const write = file === undefined ? writeToStandardOutput() : appendTo(file);
  return {
    record(entry) {
      write(`${JSON.stringify({ audit: 1, time: new Date(now()).toISOString(), ...entry })}\n`);
    },
  };
}

/** pino's, because a pipe that is full has to be waited for. */
function writeToStandardOutput(): (line: string) => void {
  const destination = pino.destination({ dest: 1, sync: true });
  return (line) => void destination.write(line);
}

/** Opens the file for every line: the host may have moved it away meanwhile, to keep it elsewhere. */
function appendTo(file: string): (line: string) => void {
  let torn = false;
  const append = (text: string) => appendFileSync(file, text, { mode: 0o600 });
  append('');
  return (line) => {
    // What a full disk left of a line must not swallow the next one.
    const text = torn ? `\n${line}` : line;
    torn = true;
    append(text);
    torn = false;
  };
}
