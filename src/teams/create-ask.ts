import type { TurnContext } from 'botbuilder';
import type { Corridor } from '../commands/create-corridor.ts';
import type { Ask, InTime } from './door.ts';
import { type QuestionDependencies, readQuestion } from './read-question.ts';

export interface AskDependencies extends QuestionDependencies {
  readonly answer: Corridor;
  readonly now: () => number;
}

/** The way from a door to the corridor, and the time that a turn has. */
export interface Asking {
  readonly ask: Ask;
  readonly inTime: InTime;
  /** Says when the activity of a turn arrived, in milliseconds since 1970: every deadline counts from then. */
  arrived(context: TurnContext, arrivedAt: number): void;
}

/** Creates the one way by which doors ask. */
export function createAsk(dependencies: AskDependencies): Asking {
  const { answer, now } = dependencies;
  const arrivals = new WeakMap<object, number>();

  const inTime: InTime = async (context, deadlineMs, work) => {
    const arrivedAt = arrivals.get(context.activity) ?? now();
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), arrivedAt + deadlineMs - now());
    try {
      return await work({ arrivedAt, deadline: deadline.signal });
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    inTime,
    ask: (context, door, text, deadlineMs, more) =>
      inTime(context, deadlineMs, (turn) =>
        answer({ ...readQuestion(context, { door, text, ...turn }, dependencies), ...more }),
      ),
    arrived: ({ activity }, arrivedAt) => void arrivals.set(activity, arrivedAt),
  };
}
