import leven from 'leven';
import { maxPage } from './list-page.ts';

/** The nearest form of a list that can be read. */
export interface FilterHint {
  readonly suggestion: string;
  /** Set where a word could not be read at all: a person has to see which there are. */
  readonly unread?: true;
}

/** What is not wanted can not be said; guessing would list the opposite. */
const refusals = new Set([
  'not',
  'no',
  'non',
  'un',
  'without',
  'except',
  'excluding',
  'but',
  'nor',
  'neither',
  'minus',
]);

/** Words of other tools. Defender has no "critical": its highest is suggested, not taken. */
const foreign: ReadonlyMap<string, string> = new Map([
  ['critical', 'high'],
  ['crit', 'high'],
  ['severe', 'high'],
]);

/** Filters that leave nothing together. */
const opposites: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['mine', 'me', 'my'], ['unassigned']],
  [
    ['resolved', 'closed'],
    ['active', 'new', 'inprogress', 'in-progress', 'awaiting', 'open'],
  ],
];

/**
 * Gives the nearest words that can be read, with all that were read; undefined where all were, and can be together.
 *
 * @param known the words that can be read
 */
export function suggestFilters(
  words: readonly string[],
  page: number,
  known: readonly string[],
): FilterHint | undefined {
  if (words.some((word) => refusals.has(word))) return { suggestion: '/incidents', unread: true };
  const wanted = words.filter((word) => word !== 'more');
  const near = wanted.map((word) => (known.includes(word) ? word : (foreign.get(word) ?? nearestWord(word, known))));
  const distinct = [...new Set(near)];
  const kept = near.filter((word) => word !== '' && !isContradicted(word, distinct));
  if (kept.length === words.length && kept.every((word, index) => word === words[index])) return undefined;
  const suggested = wanted.length < words.length ? page + 1 : page;
  const suggestion = [
    '/incidents',
    ...new Set(kept.filter((word) => word !== 'and').map(spell)),
    ...(suggested > 1 ? [`page ${Math.min(suggested, maxPage)}`] : []),
  ].join(' ');
  return { suggestion, ...(near.includes('') && { unread: true }) };
}

/** Of two words that leave nothing together, the one that came first stands. */
function isContradicted(word: string, words: readonly string[]): boolean {
  return opposites.some((sides) => {
    const own = sides.find((side) => side.includes(word));
    const first = words.find((each) => sides.flat().includes(each));
    return own !== undefined && first !== undefined && !own.includes(first);
  });
}

function spell(word: string): string {
  if (word === 'awaiting') return 'awaiting action';
  return word === 'inprogress' || word === 'in-progress' ? 'in progress' : word;
}

/**
 * The word that was mistyped; empty where none is near. A word within another one says more than that, or less, and one
 * with another prefix something else.
 */
function nearestWord(word: string, known: readonly string[]): string {
  const [best = ''] = known
    .filter((each) => each.length > 3 && isMistyped(word, each) && !each.endsWith(word) && !word.endsWith(each))
    .filter((each) => !turnsRound(word, each))
    .sort((a, b) => leven(a, word) - leven(b, word));
  return best;
}

/** "unsolved" is not "resolved", nor "reassigned" "unassigned". */
function turnsRound(word: string, known: string): boolean {
  const [prefix] = /^(?:un|re|in|dis|de)/.exec(word) ?? [];
  return prefix !== undefined && !known.startsWith(prefix);
}

/** A short word with two other letters is another word; with the same letters in another order it is not. */
function isMistyped(word: string, known: string): boolean {
  const distance = leven(known, word);
  return distance <= (known.length > 4 ? 2 : 1) || (distance <= 2 && lettersOf(word) === lettersOf(known));
}

function lettersOf(word: string): string {
  return [...word].sort().join('');
}
