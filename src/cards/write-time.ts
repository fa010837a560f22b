import type { Wording } from './wording.ts';

/**
 * A time in the reader's own zone by the card's date functions, and in UTC for the clients that print them raw.
 *
 * @param moment RFC 3339 in UTC with whole seconds: with a fraction every client prints the function raw
 */
export function timeOf(moment: string | null, wording: Wording): string {
  if (moment === null) return wording.say('card.noTime');
  return `{{DATE(${moment},SHORT)}} {{TIME(${moment})}} (${utcOf(moment)})`;
}

/** `2026-02-25 16:29 UTC`, which no reader takes for another day or zone. */
export function utcOf(moment: string): string {
  return `${moment.slice(0, 10)} ${moment.slice(11, 16)} UTC`;
}
