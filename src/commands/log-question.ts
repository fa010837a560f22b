import type { Logger } from 'pino';
import type { AuditEntry } from '../access/create-audit-trail.ts';
import type { Failure } from '../incidents/failure.ts';
import { describeError } from './describe-error.ts';

/** The line of a question: the facts of the audit trail, how long it took and what it cost. */
type QuestionFacts = AuditEntry & { readonly ms: number; readonly calls: number };

/** The log of the corridor. */
export interface QuestionLog {
  /** One line for a question that was answered, with the codes behind what failed. */
  answered(facts: QuestionFacts, failures: readonly Failure[]): void;
  /** A question that ended as `internal`. */
  broke(reference: string, failure: Failure): void;
}

/** Writes questions to `logger`. Of errors only names, codes and stacks are kept, never messages with content. */
export function createQuestionLog(logger: Logger): QuestionLog {
  const broke = (reference: string, { cause }: Failure) =>
    logger.error({ reference, error: describeError(cause) }, 'internal failure');
  return {
    broke,
    answered(facts, failures) {
      const upstream = failures.map(({ code, details: { role, upstream } }) => ({
        code,
        ...(role && { role }),
        ...upstream,
      }));
      logger.info({ ...facts, ...(upstream.length > 0 && { upstream }) }, 'question');
      for (const failure of failures) if (failure.code === 'internal') broke(facts.reference, failure);
    },
  };
}
