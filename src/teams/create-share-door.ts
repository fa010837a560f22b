import type { TurnContext } from 'botbuilder';
import type { Answer } from '../commands/answer.ts';
import { beforeAbort } from '../incidents/before-abort.ts';
import type { RepeatFilter } from './create-repeat-filter.ts';
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
  /** Posts once, however often the press is delivered: Teams may give it a new id. */
  async function post(
    context: TurnContext,
    answered: Answer,
    { locale, text }: CardAction,
    deadlineMs: number,
  ): Promise<Answer> {
    const { conversation, from, id, replyToId } = context.activity;
    const key = JSON.stringify(['share', replyToId ?? id, from.id, text]);
    if (await repeats.isRepeat(conversation.id, key)) return { kind: 'shared' };
    makePublic(context);
    try {
      await inTime(context, deadlineMs, ({ deadline }) =>
        beforeAbort(() => sendAnswer(context, render(answered, locale), cardText), deadline, 'sharing'),
      );
      return { kind: 'shared' };
    } catch (error) {
      log.warn({ conversation: conversation.id, error: nameError(error) }, 'not shared');
      if (!wasRefused(error)) return { kind: 'not-shared' };
      await repeats.forget(conversation.id, key);
      return { kind: 'share-refused' };
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
