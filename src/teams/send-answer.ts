import type { Activity, TurnContext } from 'botbuilder';
import type { RenderedAnswer } from '../cards/create-answer-renderer.ts';

const cardType = 'application/vnd.microsoft.card.adaptive';

/** An answer that is a card. */
export type RenderedCard = Extract<RenderedAnswer, { kind: 'card' }>;

/**
 * Posts the answer where the question was asked: the SDK addresses it to the activity's own conversation, whose
 * id names the thread. Sent once; see `tameConnector` for what may be tried again.
 *
 * @param cardText also send a card's summary as text
 */
export async function sendAnswer(context: TurnContext, answer: RenderedAnswer, cardText: boolean): Promise<void> {
  const content: Partial<Activity> =
    answer.kind === 'card' ? { ...(cardText && plain(answer.summary)), ...attach(answer) } : plain(answer.text);
  const post = (activity: Partial<Activity>) =>
    context.sendActivity({ type: 'message', summary: answer.summary, ...activity });
  await post(content).catch(async (error: unknown) => {
    // Teams refused the card for its size, so nothing was posted; its line always fits.
    if (answer.kind === 'text' || (error as { statusCode?: unknown } | undefined)?.statusCode !== 413) throw error;
    await post(plain(answer.summary));
  });
}

/** Puts `card` in place of the one on which an action was taken, for everybody in the conversation. */
export async function updateCard(context: TurnContext, card: RenderedCard): Promise<void> {
  const id = context.activity.replyToId;
  if (id === undefined) throw new TypeError('the action names no message');
  await context.updateActivity({ type: 'message', id, summary: card.summary, ...attach(card) });
}

/**
 * Answers an invoke of a card: with a card that takes the place of the old one for the caller, or with a text that
 * the caller alone sees, beside the old card. Source: the universal action model of Adaptive Cards.
 */
export async function sendActionResponse(context: TurnContext, answer: RenderedAnswer): Promise<void> {
  const body =
    answer.kind === 'card'
      ? { statusCode: 200, type: cardType, value: answer.card }
      : { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: answer.text };
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}

function attach({ card }: RenderedCard): Partial<Activity> {
  return { attachments: [{ contentType: cardType, content: card }] };
}

function plain(text: string): Partial<Activity> {
  return { text, textFormat: 'plain' };
}
