import type { CardPayload } from './create-card-template.ts';

/** Teams refuses a message of more than 80 to 100 KB, and some of its surfaces cards of more than 28. */
const maxCardBytes = 20_000;

/** Ordinary texts fit at once; only texts of nothing but characters that have to be escaped need more steps. */
const rooms = [1, 1 / 2, 1 / 4, 1 / 8];

/**
 * Draws a card, in ever less room for its free texts until it is small enough. The rest of a card is bounded: with
 * an eighth of the room every card is.
 */
export function fitSize(draw: (room: number) => CardPayload): CardPayload {
  let card: CardPayload = {};
  for (const room of rooms) {
    card = draw(room);
    if (Buffer.byteLength(JSON.stringify(card)) < maxCardBytes) break;
  }
  return card;
}
