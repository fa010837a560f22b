import type { TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import type { AnswerRenderer } from '../cards/create-answer-renderer.ts';
import type { Answer } from '../commands/answer.ts';
import type { Door, Paging, Question } from '../commands/question.ts';

/** What a turn knows of time: when it began, and a signal that aborts at its deadline. */
type Turn = Pick<Question, 'arrivedAt' | 'deadline'>;

/** Asks the corridor. @param deadlineMs after the activity's arrival */
export type Ask = (
  context: TurnContext,
  door: Door,
  text: string | undefined,
  deadlineMs: number,
  more?: Pick<Question, 'trace' | 'window'> & Paging,
) => Promise<Answer>;

/** Runs `work` with a signal that aborts `deadlineMs` after the activity's arrival. */
export type InTime = <T>(context: TurnContext, deadlineMs: number, work: (turn: Turn) => Promise<T>) => Promise<T>;

/** What the doors behind a card's buttons need. */
export interface CardDoorDependencies {
  readonly ask: Ask;
  readonly inTime: InTime;
  readonly render: AnswerRenderer;
  /** See `Config.cardText`. */
  readonly cardText: boolean;
  readonly log: Pick<Logger, 'warn'>;
}
