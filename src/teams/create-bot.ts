import { Application } from '@microsoft/teams-ai/lib/Application.js';
import type { TurnContext } from 'botbuilder';
import type { RenderedAnswer } from '../cards/create-answer-renderer.ts';
import type { Answer } from '../commands/answer.ts';
import type { Corridor } from '../commands/create-corridor.ts';
import type { Door } from '../commands/question.ts';
import { tameConnector } from './connector-policies.ts';
import type { RepeatFilter } from './create-repeat-filter.ts';
import { type QuestionDependencies, readQuestion } from './read-question.ts';
import { sendAnswer } from './send-answer.ts';
import { startTypingSign } from './start-typing-sign.ts';

export interface BotDependencies extends QuestionDependencies {
  readonly answer: Corridor;
  readonly render: (answer: Answer, locale: string | undefined) => RenderedAnswer;
  readonly repeats: RepeatFilter;
  readonly now: () => number;
  /** See `Config.cardText`. */
  readonly cardText: boolean;
}

/** Runs a turn whose token has been checked. */
export type Bot = (context: TurnContext, arrivedAt: number) => Promise<void>;

/** A message is answered within 9 s of its arrival; the last second is for drawing and sending. */
const messageDeadlineMs = 8_000;

/**
 * Creates the bot: teams-ai routes an activity to its door. It gets no storage, so that no turn state is kept,
 * and does neither mentions nor typing, which it would do for all conversations alike.
 */
export function createBot({ answer, render, repeats, now, cardText, ...dependencies }: BotDependencies): Bot {
  const arrivals = new WeakMap<object, number>();

  async function answerAt(door: Door, text: string, context: TurnContext): Promise<void> {
    const arrivedAt = arrivals.get(context.activity) ?? now();
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), arrivedAt + messageDeadlineMs - now());
    const question = readQuestion(context, { door, text, arrivedAt, deadline: deadline.signal }, dependencies);
    const stopTyping = door === 'message' ? startTypingSign(context) : async () => {};
    try {
      const answered = await answer(question);
      await stopTyping();
      await sendAnswer(context, render(answered, context.activity.locale), cardText);
    } finally {
      clearTimeout(timer);
    }
  }

  const application = new RouterOnly({ removeRecipientMention: false });
  application.activity('message', (context) => answerAt('message', context.activity.text ?? '', context));
  application.activity(
    async (context) => isInstallation(context),
    async (context) => {
      // Teams tells of an installation twice: as installationUpdate and as a new member of the conversation.
      if (!(await repeats.isRepeat(context.activity.conversation.id, 'welcome')))
        await answerAt('install', 'help', context);
    },
  );

  return async (context, arrivedAt) => {
    const { conversation, id } = context.activity;
    const key = id ? `activity ${id}` : undefined;
    if (key !== undefined && (await repeats.isRepeat(conversation.id, key))) return;
    arrivals.set(context.activity, arrivedAt);
    tameConnector(context);
    try {
      await application.run(context);
    } catch (error) {
      // The question may be delivered again; it is answered then, unless this answer may already stand.
      if (key !== undefined && wasRefused(error)) await repeats.forget(conversation.id, key);
      throw error;
    }
  };
}

/** Teams said no: nothing was posted. After a reset, a time-out or a 5xx nobody knows. */
function wasRefused(error: unknown): boolean {
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 && statusCode !== 408;
}

/** teams-ai 1.7.4 starts its typing timer whatever `startTypingTimer` says: one for all turns, also in channels. */
class RouterOnly extends Application {
  override startTypingTimer(): void {}
}

function isInstallation({ activity }: TurnContext): boolean {
  if (activity.type === 'installationUpdate') return activity.action === 'add';
  if (activity.type !== 'conversationUpdate') return false;
  return (activity.membersAdded ?? []).some(({ id }) => id === activity.recipient.id);
}
