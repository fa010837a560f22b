import { severities as fromTheMost } from '../incidents/urgency.ts';

const severities = fromTheMost.toReversed();
const severity = 'informational|information|info|low|medium|med|high';
const named = 'sev(?:erity)?';
/** What may stand around a word without changing it. */
const quotes = '["\'`()\\[\\]*_ ]*';

const dash = '(?:-+|\\.{2,}|\\u2026|\\b(?:to|through)\\b)';
/** `low - high`, `low-high`, `low..high` and `low to high`; the second severity may begin another range. */
const range = new RegExp(
  `\\b(${severity})\\b(?:[ -]${named}\\b)?${quotes}${dash}${quotes}(?=(?:${named}\\b[ :=]*)?(${severity})\\b)`,
  'g',
);
/** `medium+` and `medium and above`. In `high+low` and `high + mine` the plus only joins. */
const above = rest('\\+', 'above|higher|up');
/** `medium and below`. `medium-` could be that or a slip, so it is refused as what can not be said. */
const below = rest('-', 'below|lower|down');

/** Replaces a range of severities by all that are in it, so that never less is listed than was said. */
export function spellOutSeverities(text: string): string {
  return text
    .replace(range, (_, from: string, to: string) => `${between(placeOf(from), placeOf(to)).join(' ')} `)
    .replace(above, (_, from: string) => severities.slice(placeOf(from)).join(' '))
    .replace(below, (said: string, from: string) =>
      said.endsWith('-') ? `not ${from}` : severities.slice(0, placeOf(from) + 1).join(' '),
    );
}

function rest(sign: string, words: string): RegExp {
  const attached = `["'\`)\\]*_]*(?:${sign})+(?!["'\`(]*[\\p{L}\\p{N}+-])`;
  const end = `(?:${attached}| (?:${sign})+$|,? (?:and|or) (?:${words})\\b)`;
  return new RegExp(`\\b(${severity})\\b(?:[ -]${named}\\b)?${end}`, 'gu');
}

/** Both ends and what lies between them, in either order. */
function between(one: number, other: number): readonly string[] {
  return severities.slice(Math.min(one, other), Math.max(one, other) + 1);
}

function placeOf(word: string): number {
  return severities.findIndex((each) => each.startsWith(word));
}
