import type { Activity, TurnContext } from 'botbuilder';
import type { RenderedAnswer } from '../cards/create-answer-renderer.ts';

const cardType = 'application/vnd.microsoft.card.adaptive';

/**
 * Posts the answer where the question was asked: the SDK addresses it to the activity's own conversation, whose
 * id names the thread. Sent once; see `tameConnector` for what may be tried again.
 *
 * @param cardText also send a card's summary as text
 */
export async function sendAnswer(context: TurnContext, answer: RenderedAnswer, cardText: boolean): Promise<void> {
  const content: Partial<Activity> =
    answer.kind === 'card'
      ? { ...(cardText && plain(answer.summary)), attachments: [{ contentType: cardType, content: answer.card }] }
      : plain(answer.text);
  await context.sendActivity({ type: 'message', summary: answer.summary, ...content });
}

function plain(text: string): Partial<Activity> {
  return { text, textFormat: 'plain' };
}
