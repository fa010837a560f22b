import type { TurnContext } from 'botbuilder';
import type { RenderedAnswer } from '../cards/create-answer-renderer.ts';
import type { Answer } from '../commands/answer.ts';
import { beforeAbort } from '../incidents/before-abort.ts';
import type { RepeatFilter } from './create-repeat-filter.ts';
import { createShareRecord, type ShareOutcome } from './create-share-record.ts';
import { invokeDeadlineMs, messageDeadlineMs, throttledDeadlineMs, updateDeadlineMs } from './deadlines.ts';
import type { CardDoorDependencies } from './door.ts';
import { nameError } from './name-error.ts';
import { makePublic } from './private-turns.ts';
import type { CardAction } from './read-card-action.ts';
import { sendActionResponse, sendAnswer, sendToAskerAlone } from './send-answer.ts';
import { wasRefused } from './was-refused.ts';

export interface ShareDependencies extends CardDoorDependencies {
  readonly repeats: RepeatFilter;
}

/** The door behind "Share with the channel": what its asker alone has seen is posted for everybody. */
export interface ShareDoor {
  byExecute(context: TurnContext, action: CardAction): Promise<void>;
  /** From clients that know no `Action.Execute`. */
  bySubmit(context: TurnContext, action: CardAction): Promise<void>;
}

/** Creates the door. Only incidents and lists of them become public; why something can not be shared is for the asker alone. */
export function createShareDoor({ ask, inTime, render, repeats, cardText, log }: ShareDependencies): ShareDoor {
  const record = createShareRecord(repeats);
  const running = new Map<string, Promise<ShareOutcome>>();

  /** Posts once, however often the press is delivered; one that comes meanwhile gets the same answer. */
  async function post(
    context: TurnContext,
    answered: Answer,
    { locale, text }: CardAction,
    deadlineMs: number,
  ): Promise<Answer> {
    const { conversation, from, id, replyToId } = context.activity;
    const press = { conversationId: conversation.id, card: [replyToId ?? id, from.id, text], id };
    const key = JSON.stringify([press.conversationId, press.card]);
    const earlier = await record.begin(press);
    if (earlier !== 'post') return { kind: (await running.get(key)) ?? earlier };
    const outcome = tryToPost(context, render(answered, locale), deadlineMs)
      .then((became) => record.end(press, became))
      .finally(() => running.delete(key));
    running.set(key, outcome);
    return { kind: await outcome };
  }

  async function tryToPost(context: TurnContext, card: RenderedAnswer, deadlineMs: number): Promise<ShareOutcome> {
    makePublic(context);
    try {
      await inTime(context, deadlineMs, ({ deadline }) =>
        beforeAbort(() => sendAnswer(context, card, cardText), deadline, 'sharing'),
      );
      return 'shared';
    } catch (error) {
      log.warn({ conversation: context.activity.conversation.id, error: nameError(error) }, 'not shared');
      return wasRefused(error) ? 'share-refused' : 'not-shared';
    }
  }

  return {
    async byExecute(context, action) {
      const answered = await ask(context, 'share', action.text, invokeDeadlineMs, action.paging);
      const done = isShareable(answered) ? await post(context, answered, action, updateDeadlineMs) : answered;
      await sendActionResponse(context, render(done, context.activity.locale));
    },
    async bySubmit(context, action) {
      const answered = await ask(context, 'share', action.text, messageDeadlineMs, action.paging);
      const done = isShareable(answered) ? await post(context, answered, action, throttledDeadlineMs) : answered;
      // That it was shared is seen.
      if (done.kind !== 'shared') await sendToAskerAlone(context, render(done, context.activity.locale), cardText);
    },
  };
}

function isShareable({ kind }: Answer): boolean {
  return kind === 'incident' || kind === 'several' || kind === 'list';
}
