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
 * goes to standard output. Writes are synchronous, so that a line stands before its answer leaves.
 */
export function createAuditTrail(file: string | undefined, now: () => number): AuditTrail {
  const destination = pino.destination({ dest: file ?? 1, sync: true, append: true, mode: 0o600 });
  return {
    record(entry) {
      destination.write(`${JSON.stringify({ audit: 1, time: new Date(now()).toISOString(), ...entry })}\n`);
    },
  };
}
