import type { Activity, TurnContext } from 'botbuilder';
import type { AnswerRenderer } from '../cards/create-answer-renderer.ts';
import type { Answer } from '../commands/answer.ts';
import type { Paging } from '../commands/question.ts';
import type { RefreshDoor } from './create-refresh-door.ts';
import type { ShareDoor } from './create-share-door.ts';
import { messageDeadlineMs } from './deadlines.ts';
import type { Ask } from './door.ts';
import { placeKindOf } from './place-kind.ts';
import { isPrivateTurn, makePrivate } from './private-turns.ts';
import { type CardAction, readSubmittedAction } from './read-card-action.ts';
import { sendAnswer, sendToAskerAlone } from './send-answer.ts';
import { startTypingSign } from './start-typing-sign.ts';

export interface MessageDoorDependencies {
  readonly ask: Ask;
  readonly render: AnswerRenderer;
  /** See `Config.cardText`. */
  readonly cardText: boolean;
  readonly share: Pick<ShareDoor, 'bySubmit'>;
  readonly refresh: Pick<RefreshDoor, 'bySubmit'>;
}

/** What is answered by posting a message. */
export interface MessageDoor {
  /** A message that a person typed, or the press of a card's `Action.Submit`, which comes as one. */
  take(context: TurnContext): Promise<void>;
  /** Says what can be asked here, to everybody; whether its installer may ask, too, is nothing to tell the others. */
  welcome(context: TurnContext): Promise<void>;
}

/** Creates the door of messages. */
export function createMessageDoor({ ask, render, cardText, share, refresh }: MessageDoorDependencies): MessageDoor {
  async function post(context: TurnContext, answered: Answer): Promise<void> {
    const { locale } = context.activity;
    const drawn = render(answered, locale, isPrivateTurn(context) ? 'asker' : 'everybody');
    await sendAnswer(context, drawn, cardText, () => render(answered, locale));
  }

  async function answerAt(
    door: 'message' | 'card',
    text: string | undefined,
    context: TurnContext,
    paging?: Paging,
  ): Promise<void> {
    const stopTyping = startTypingSign(context);
    const answered = await ask(context, door, text, messageDeadlineMs, paging).finally(stopTyping);
    if (!isDenial(answered)) return await post(context, answered);
    await sendToAskerAlone(context, render(answered, context.activity.locale), cardText);
  }

  async function takePress(context: TurnContext, action: CardAction | 'garbage'): Promise<void> {
    if (action === 'garbage') return await answerAt('card', undefined, context);
    if (action.isPrivate) makePrivate(context);
    if (action.verb === 'refresh') return await refresh.bySubmit(context, action);
    if (action.verb === 'share') return await share.bySubmit(context, action);
    await answerAt('card', action.text, context, action.paging);
  }

  return {
    async take(context) {
      const { text, value } = context.activity;
      const action = readSubmittedAction(context.activity);
      if (action !== undefined) return await takePress(context, action);
      // A button that is none of the bot's, or a card that somebody shows: nobody asked anything.
      if (!text && value !== undefined && value !== null) return;
      if (isCardAlone(context.activity)) return;
      await answerAt('message', text ?? '', context);
    },
    async welcome(context) {
      const answered = await ask(context, 'install', 'help', messageDeadlineMs);
      const isAlone = placeKindOf(context.activity) === 'personal';
      await post(context, answered.kind === 'help' && !isAlone ? { kind: 'help', allowed: true } : answered);
    },
  };
}

/** A card put into the message from the compose box, without a word beside it. */
function isCardAlone({ text, attachments }: Activity): boolean {
  const cards = (attachments ?? []).filter(({ contentType }) =>
    contentType?.startsWith('application/vnd.microsoft.card.'),
  );
  return cards.length > 0 && (text ?? '').replace(/<[^<>]*>|&nbsp;/g, '').trim() === '';
}

/** That somebody may not see incidents is nobody else's business. */
function isDenial(answer: Answer): boolean {
  if (answer.kind === 'help') return !answer.allowed;
  return answer.kind === 'failure' && ['not-allowed', 'not-installed', 'not-checked'].includes(answer.code);
}
