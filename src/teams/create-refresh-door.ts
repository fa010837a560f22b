import type { TurnContext } from 'botbuilder';
import type { RenderedAnswer } from '../cards/create-answer-renderer.ts';
import type { Answer } from '../commands/answer.ts';
import { beforeAbort } from '../incidents/before-abort.ts';
import { invokeDeadlineMs, messageDeadlineMs, updateDeadlineMs, updateMs } from './deadlines.ts';
import type { CardDoorDependencies } from './door.ts';
import { nameError } from './name-error.ts';
import type { CardAction } from './read-card-action.ts';
import { type RenderedCard, sendActionResponse, sendAnswer, sendToAskerAlone, updateCard } from './send-answer.ts';

/** The door behind a card's Refresh button. */
export interface RefreshDoor {
  /** `Action.Execute`, an invoke: the caller's card is replaced, and the message updated for everybody. */
  byExecute(context: TurnContext, request: CardAction): Promise<void>;
  /** `Action.Submit`, a message, from clients that know no `Action.Execute`: the message is updated. */
  bySubmit(context: TurnContext, request: CardAction): Promise<void>;
}

/** Creates the door. A card stays as it is where there is nothing better to show, and the caller is told why. */
export function createRefreshDoor({ ask, inTime, render, cardText, log }: CardDoorDependencies): RefreshDoor {
  /** The fresh card, in the language that it had, or what the caller is told instead. */
  async function refresh(context: TurnContext, request: CardAction, deadlineMs: number): Promise<RenderedAnswer> {
    const answered = await ask(context, 'refresh', request.text, deadlineMs);
    const obstacle = obstacleOf(answered);
    if (obstacle !== undefined) return render(obstacle, context.activity.locale);
    return render(answered, request.locale, request.isPrivate ? 'asker' : 'everybody');
  }

  async function update(context: TurnContext, card: RenderedCard, deadlineMs: number): Promise<void> {
    await inTime(context, deadlineMs, ({ deadline }) =>
      beforeAbort(() => updateCard(context, card), deadline, 'update of the message'),
    );
  }

  function noteUnchanged({ activity }: TurnContext, error: unknown): void {
    log.warn({ conversation: activity.conversation.id, error: nameError(error) }, 'card not updated');
  }

  return {
    async byExecute(context, request) {
      const refreshed = await refresh(context, request, invokeDeadlineMs);
      if (refreshed.kind === 'card') {
        // Whatever becomes of the message, the caller gets the card.
        await update(context, refreshed, updateDeadlineMs).catch((error: unknown) => noteUnchanged(context, error));
      }
      await sendActionResponse(context, refreshed);
    },
    async bySubmit(context, request) {
      const refreshed = await refresh(context, request, messageDeadlineMs - updateMs);
      if (refreshed.kind === 'text') {
        // The card stays for all, and its presser alone is told why.
        return await sendToAskerAlone(context, refreshed, cardText);
      }
      try {
        await update(context, refreshed, messageDeadlineMs);
      } catch (error) {
        noteUnchanged(context, error);
        await sendAnswer(context, refreshed, cardText, () => refreshed);
      }
    },
  };
}

/**
 * What stands against putting an answer in place of a card: a card that was right a while ago is worth more than one
 * that says that the API is down. That one of several is not there is a fact like others.
 */
function obstacleOf(answer: Answer): Answer | undefined {
  const facts: readonly string[] = ['not-found', 'merge-loop'];
  switch (answer.kind) {
    case 'incident':
      return undefined;
    case 'several':
      return answer.answers.find((each) => each.kind === 'failure' && !facts.includes(each.code));
    default:
      return answer;
  }
}
