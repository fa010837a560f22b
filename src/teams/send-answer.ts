import type { Activity, ConversationParameters, TurnContext } from 'botbuilder';
import type { RenderedAnswer } from '../cards/create-answer-renderer.ts';
import { answerInvoke } from './answer-invoke.ts';
import { attachmentOf, cardType } from './card-attachment.ts';
import { connectorOf } from './connector-policies.ts';
import { tenantOf } from './decode-activity.ts';
import { placeKindOf } from './place-kind.ts';
import { isPrivateTurn, makePrivate, makePublic } from './private-turns.ts';
import { statusOf } from './was-refused.ts';

/** An answer that is a card. */
export type RenderedCard = Extract<RenderedAnswer, { kind: 'card' }>;

/**
 * Posts the answer where the question was asked: the SDK addresses it to the activity's own conversation, whose
 * id names the thread. Sent once; see `tameConnector` for what may be tried again.
 *
 * @param cardText also send a card's summary as text
 * @param elsewhere the same answer for the asker's own chat, which it goes to where Teams refuses a private one; a
 *   card there has nobody to be shared with
 */
export async function sendAnswer(
  context: TurnContext,
  answer: RenderedAnswer,
  cardText: boolean,
  elsewhere?: () => RenderedAnswer,
): Promise<void> {
  const isPrivate = isPrivateTurn(context);
  try {
    await context.sendActivity(messageOf(answer, cardText));
  } catch (error) {
    // Teams refused it, so nothing was posted. A card that is too large for it has a line that fits.
    if (answer.kind === 'card' && statusOf(error) === 413) await context.sendActivity(lineOf(answer));
    else if (elsewhere !== undefined && isPlaceClosed(context, isPrivate, statusOf(error)))
      await sendToPerson(context, messageOf(elsewhere(), cardText));
    else throw error;
  }
}

/** A conversation of several that takes no answer for one person, or none of the bot's at all. */
function isPlaceClosed({ activity }: TurnContext, isPrivate: boolean, status: number): boolean {
  if (placeKindOf(activity) === 'personal') return false;
  return isPrivate ? isRefusedInPrivate(status) : [403, 404].includes(status);
}

/** Teams takes no answer for one person there; after others, such as 429, it may yet. */
function isRefusedInPrivate(status: number): boolean {
  return [400, 403, 404, 405, 409].includes(status);
}

/**
 * Posts what is for its asker alone, in a conversation of several: as a private message, else in the asker's own chat.
 * Only where Teams takes neither it stands in the open, so it must hold nothing that others may not read.
 */
export async function sendToAskerAlone(context: TurnContext, answer: RenderedAnswer, cardText: boolean): Promise<void> {
  const same = () => answer;
  if (placeKindOf(context.activity) === 'personal' || isPrivateTurn(context)) {
    return await sendAnswer(context, answer, cardText, same);
  }
  makePrivate(context);
  try {
    await sendAnswer(context, answer, cardText, same);
  } catch (error) {
    if (!isRefusedInPrivate(statusOf(error))) throw error;
    makePublic(context);
    await sendAnswer(context, answer, cardText);
  }
}

function messageOf(answer: RenderedAnswer, cardText: boolean): Partial<Activity> {
  if (answer.kind === 'text') return { ...lineOf(answer), ...plain(answer.text) };
  return { type: 'message', summary: answer.summary, ...(cardText && plain(answer.summary)), ...attach(answer) };
}

function lineOf({ summary }: RenderedAnswer): Partial<Activity> {
  return { type: 'message', summary, ...plain(summary) };
}

/**
 * Answers in the asker's own chat with the bot, where Teams does not take an answer for one person in a conversation of
 * several. Never in the open: the question was not.
 */
async function sendToPerson(context: TurnContext, activity: Partial<Activity>): Promise<void> {
  const { from, recipient } = context.activity;
  const tenantId = tenantOf(context.activity);
  const { conversations } = connectorOf(context);
  // In a chat of two nothing has to be marked as for one.
  makePublic(context);
  const { id } = await conversations.createConversation({
    isGroup: false,
    bot: { id: recipient.id, name: recipient.name },
    members: [{ id: from.id, name: from.name }],
    ...(tenantId && { tenantId, channelData: { tenant: { id: tenantId } } }),
  } as ConversationParameters);
  await conversations.sendToConversation(id, { ...activity, from: recipient, recipient: from } as Activity);
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
  await answerInvoke(context, body);
}

function attach({ card }: RenderedCard): Partial<Activity> {
  return { attachments: [attachmentOf(card)] };
}

function plain(text: string): Partial<Activity> {
  return { text, textFormat: 'plain' };
}
