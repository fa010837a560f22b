import type { TurnContext } from 'botbuilder';
import type { Answer } from '../commands/answer.ts';
import { beforeAbort } from '../incidents/before-abort.ts';
import type { RepeatFilter } from './create-repeat-filter.ts';
import { invokeDeadlineMs, messageDeadlineMs, updateDeadlineMs } from './deadlines.ts';
import type { CardDoorDependencies } from './door.ts';
import { nameError } from './name-error.ts';
import { makePublic } from './private-turns.ts';
import type { CardAction } from './read-card-action.ts';
import { sendActionResponse, sendAnswer } from './send-answer.ts';
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
  /** Posts once, however often the press is delivered; true where it stands or may stand. */
  async function post(context: TurnContext, answered: Answer, locale: string | undefined): Promise<boolean> {
    const { conversation, id } = context.activity;
    const key = `share ${id}`;
    if (await repeats.isRepeat(conversation.id, key)) return true;
    makePublic(context);
    try {
      await inTime(context, updateDeadlineMs, ({ deadline }) =>
        beforeAbort(() => sendAnswer(context, render(answered, locale), cardText), deadline, 'sharing'),
      );
      return true;
    } catch (error) {
      log.warn({ conversation: conversation.id, error: nameError(error) }, 'not shared');
      if (wasRefused(error)) await repeats.forget(conversation.id, key);
      return false;
    }
  }

  return {
    async byExecute(context, { text, locale, asOf }) {
      const answered = await ask(context, 'card', text, invokeDeadlineMs, { asOf });
      const own = context.activity.locale;
      if (!isShareable(answered)) return await sendActionResponse(context, render(answered, own));
      const done: Answer = (await post(context, answered, locale)) ? { kind: 'shared' } : { kind: 'not-shared' };
      await sendActionResponse(context, render(done, own));
    },
    async bySubmit(context, { text, locale, asOf }) {
      const answered = await ask(context, 'card', text, messageDeadlineMs, { asOf });
      if (isShareable(answered)) {
        makePublic(context);
        return await sendAnswer(context, render(answered, locale), cardText);
      }
      const refusal = render(answered, context.activity.locale);
      await sendAnswer(context, refusal, cardText, () => refusal);
    },
  };
}

function isShareable({ kind }: Answer): boolean {
  return kind === 'incident' || kind === 'several' || kind === 'list';
}
