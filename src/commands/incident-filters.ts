import type { ListState } from '../incidents/incident-source.ts';
import { maxPage, pageAtEnd } from './list-page.ts';
import { type FilterHint, suggestFilters } from './suggest-filters.ts';

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

/** Which filters there are, as the bot names them. */
export const filterWords: readonly string[] = Object.freeze([
  'high',
  'medium',
  'low',
  'informational',
  'active',
  'in progress',
  'awaiting action',
  'mine',
  'unassigned',
  'today',
  'resolved',
]);

/** Reads `high unassigned page 2`; or gives the nearest words that can be read. */
export function readFilters(text: string): IncidentFilters | FilterHint {
  const line = text
    .toLowerCase()
    .replace(/\bin progress\b/g, 'inprogress')
    .replace(/\bawaiting action\b/g, 'awaiting');
  const [, digits] = pageAtEnd.exec(line) ?? [];
  const page = Math.min(Math.max(Number(digits ?? 1), 1), maxPage);
  const words = line
    .replace(pageAtEnd, '')
    .split(/[\s,+&]+/)
    .filter((word) => word !== '');
  const hint = suggestFilters(words, page, [...vocabulary.keys()]);
  if (hint !== undefined) return hint;
  return words.reduce<IncidentFilters>((filters, word) => vocabulary.get(word)?.(filters) ?? filters, {
    ...openIncidents,
    page,
  });
}

/** Statuses of several words, as a card writes them. */
const statusNames: ReadonlyMap<string, string> = new Map([
  ['inprogress', 'in progress'],
  ['awaitingaction', 'awaiting action'],
]);

/** The filters in the words that `readFilters` reads, without the page; empty for all open incidents. */
export function writeFilters(filters: IncidentFilters): string {
  return [writeNarrowing(filters), ...(filters.state === 'resolved' ? ['resolved'] : [])].join(' ').trim();
}

/** The same without the state. */
export function writeNarrowing({ severities, statuses, assignee, today }: IncidentFilters): string {
  return [
    ...severities,
    ...statuses.map((member) => statusNames.get(member) ?? member),
    ...(assignee === 'me' ? ['mine'] : []),
    ...(assignee === 'nobody' ? ['unassigned'] : []),
    ...(today ? ['today'] : []),
  ].join(' ');
}
