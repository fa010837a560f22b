import type { CardPayload } from '../cards/create-card-template.ts';

/** What Teams calls an Adaptive Card. */
export const cardType = 'application/vnd.microsoft.card.adaptive';

/** A card as it stands in a message, a dialog or a result. */
export function attachmentOf(card: CardPayload): { readonly contentType: string; readonly content: CardPayload } {
  return { contentType: cardType, content: card };
}
