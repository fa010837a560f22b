import leven from 'leven';
import type { ListState } from '../incidents/incident-source.ts';

/** Which incidents of a list a person wants to see. Empty lists and `any` leave nothing out. */
export interface IncidentFilters {
  readonly state: ListState;
  readonly severities: readonly string[];
  readonly statuses: readonly string[];
  readonly assignee: 'any' | 'me' | 'nobody';
  /** Created today, in the asker's time zone. */
  readonly today: boolean;
  /** Words that number, title, assignee or tags have to contain; from the search box only. */
  readonly words: readonly string[];
  /** From 1. */
  readonly page: number;
}

export const openIncidents: IncidentFilters = Object.freeze({
  state: 'open',
  severities: [],
  statuses: [],
  assignee: 'any',
  today: false,
  words: [],
  page: 1,
});

type Change = (filters: IncidentFilters) => IncidentFilters;

const severity =
  (member: string): Change =>
  (filters) => ({ ...filters, severities: union(filters.severities, member) });
const status =
  (member: string): Change =>
  (filters) => ({ ...filters, statuses: union(filters.statuses, member) });
const union = (members: readonly string[], member: string) => [...new Set([...members, member])];

/** What a person would type, the first of several words for the same being the one that the bot uses itself. */
const vocabulary: ReadonlyMap<string, Change> = new Map<string, Change>([
  ['high', severity('high')],
  ['medium', severity('medium')],
  ['low', severity('low')],
  ['informational', severity('informational')],
  ['info', severity('informational')],
  ['active', status('active')],
  ['new', status('active')],
  ['inprogress', status('inprogress')],
  ['in-progress', status('inprogress')],
  ['awaiting', status('awaitingaction')],
  ['mine', (filters) => ({ ...filters, assignee: 'me' })],
  ['me', (filters) => ({ ...filters, assignee: 'me' })],
  ['my', (filters) => ({ ...filters, assignee: 'me' })],
  ['unassigned', (filters) => ({ ...filters, assignee: 'nobody' })],
  ['resolved', (filters) => ({ ...filters, state: 'resolved' })],
  ['closed', (filters) => ({ ...filters, state: 'resolved' })],
  ['today', (filters) => ({ ...filters, today: true })],
  ['open', (filters) => filters],
  ['all', (filters) => filters],
  ['and', (filters) => filters],
]);

/** More pages than this no list has. */
const maxPage = 99;

/** Reads `high unassigned page 2`; or gives the nearest words that can be read. */
export function readFilters(text: string): IncidentFilters | { readonly suggestion: string } {
  const line = text.toLowerCase().replace(/\bin progress\b/g, 'inprogress');
  const [, page] = /\bpage (\d{1,2})$/.exec(line) ?? [];
  const words = line
    .replace(/\bpage \d{1,2}$/, '')
    .split(/[\s,+&]+/)
    .filter((word) => word !== '');
  // What is not wanted can not be said; guessing would list the opposite.
  if (words.some((word) => ['not', 'no', 'without', 'except'].includes(word))) return { suggestion: '/incidents' };
  const near = words.map((word) => (vocabulary.has(word) ? word : nearestWord(word)));
  const contradiction = contradictionIn(near);
  if (contradiction !== undefined) return { suggestion: `/incidents ${contradiction}` };
  if (near.some((word, index) => word !== words[index])) {
    return { suggestion: ['/incidents', ...near.filter((word) => word !== '')].join(' ') };
  }
  const first = { ...openIncidents, page: Math.min(Math.max(Number(page ?? 1), 1), maxPage) };
  return words.reduce<IncidentFilters>((filters, word) => vocabulary.get(word)?.(filters) ?? filters, first);
}

/** Of two words that leave nothing together, the one that came first. */
function contradictionIn(words: readonly string[]): string | undefined {
  return opposites.flatMap((sides) =>
    sides.every((side) => words.some((word) => side.includes(word)))
      ? words.filter((word) => sides.flat().includes(word)).slice(0, 1)
      : [],
  )[0];
}

const opposites: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['mine', 'me', 'my'], ['unassigned']],
  [
    ['resolved', 'closed'],
    ['active', 'new', 'inprogress', 'in-progress', 'awaiting', 'open'],
  ],
];

function nearestWord(word: string): string {
  const [best = ''] = [...vocabulary.keys()]
    .filter((known) => known.length > 3 && leven(known, word) <= 2 && !known.endsWith(word))
    .sort((a, b) => leven(a, word) - leven(b, word));
  return best;
}

/** The filters in the words that `readFilters` reads, without the page; empty for all open incidents. */
export function writeFilters(filters: IncidentFilters): string {
  return [writeNarrowing(filters), ...(filters.state === 'resolved' ? ['resolved'] : [])].join(' ').trim();
}

/** The same without the state. */
export function writeNarrowing({ severities, statuses, assignee, today }: IncidentFilters): string {
  return [
    ...severities,
    ...statuses.map((member) => typed.get(member) ?? member),
    ...(assignee === 'me' ? ['mine'] : []),
    ...(assignee === 'nobody' ? ['unassigned'] : []),
    ...(today ? ['today'] : []),
  ].join(' ');
}

const typed: ReadonlyMap<string, string> = new Map([
  ['inprogress', 'in progress'],
  ['awaitingaction', 'awaiting'],
]);
