import type { Cloud } from '../config/clouds.ts';
import { isIncidentNumber } from '../incidents/incident-number.ts';
import { filterWords, type IncidentFilters, openIncidents, readFilters } from './incident-filters.ts';
import { pageAtEnd } from './list-page.ts';
import { normaliseFilters } from './normalise-filters.ts';
import { normaliseText } from './normalise-text.ts';
import { readPlainFilters } from './read-plain-filters.ts';
import { looksLikeLink, type NamedIncident, readPortalLink } from './read-portal-link.ts';
import type { FilterHint } from './suggest-filters.ts';
import { suggestForm, suggestList } from './suggest-form.ts';
import { suggestIncidents } from './suggest-incidents.ts';

/** What a person asked for. */
export type Command =
  | { readonly kind: 'incident'; readonly ids: readonly string[] }
  | { readonly kind: 'list'; readonly filters: IncidentFilters }
  | { readonly kind: 'help' }
  /** Nothing the bot knows; `suggestion` is the nearest valid form, `filters` which there are, where one was meant. */
  | { readonly kind: 'hint'; readonly suggestion: string; readonly filters?: readonly string[] }
  /** `ids`: what was asked for with it, as far as it could be read; for the audit trail. */
  | { readonly kind: 'refusal'; readonly code: RefusalCode; readonly ids?: readonly string[] };

type RefusalCode = 'invalid-id' | 'too-many' | 'other-tenant';

export interface ParseContext {
  readonly cloud: Cloud;
  /** The tenant whose portal links are accepted; undefined accepts any. */
  readonly homeTenantId: string | undefined;
  readonly botName: string | undefined;
}

/** Incidents in one answer. */
export const maxIncidents = 5;
/** Incidents of a question that is refused, in the audit trail. */
const maxNoted = 25;
/** Longer than any question: five wrapped portal links. A longer text is not cut, because a cut could be in a number. */
const maxLength = 8_000;
export const exampleForm = '/incident 29';

/** Reads a message. Never throws, and never finds an incident that the text does not name. */
export function parseCommand(text: string, context: ParseContext): Command {
  if (text.length > maxLength) return { kind: 'hint', suggestion: exampleForm };
  const line = trimPunctuation(normaliseText(text, context.botName));
  if (line === '' || /^\/?\s*(incident\s*:?\s*)?(help|\?)$/i.test(line)) return { kind: 'help' };
  return readList(line, context) ?? readQuestion(line, context);
}

/** Reads `/incidents high unassigned`; undefined where it is no list that is asked for. */
function readList(line: string, context: ParseContext): Command | undefined {
  const [, words] = /^\/?\s*incidents(?![\w-])\s*:?\s*(.*)$/i.exec(line) ?? [];
  if (words === undefined) return undefined;
  if (/^(?:help|\?)$/i.test(words)) return { kind: 'help' };
  // A number is no filter: who types `/incidents 29` means the incident, and is told how to ask for it.
  const numbers = words.replace(pageAtEnd, '');
  if (/\d/.test(numbers)) {
    const read = readIncidents(numbers, context);
    if (read.kind === 'refusal' && read.code !== 'invalid-id') return read;
    const suggestion = suggestIncidents(line, (named) => idsOf(named, context));
    if (suggestion !== undefined) return { kind: 'hint', suggestion };
  }
  const filters = readFilters(normaliseFilters(words));
  return 'suggestion' in filters ? hintOf(filters) : { kind: 'list', filters };
}

function hintOf({ suggestion, unread }: FilterHint): Command {
  return { kind: 'hint', suggestion, ...(unread && { filters: filterWords }) };
}

function readQuestion(line: string, context: ParseContext): Command {
  const [, slash, argument] = /^(\/?)\s*incident(?![\w-])\s*:?\s*(.*)$/i.exec(line) ?? [];
  if (argument === '') return { kind: 'help' };
  const list = argument === undefined || /\d/.test(argument) ? undefined : suggestList(argument);
  if (list !== undefined) return hintOf(list);
  if (argument !== undefined && (slash === '/' || looksLikeQuestion(argument))) return readIncidents(argument, context);
  if (looksLikeQuestion(line)) {
    const bare = readIncidents(line.replace(/^\//, ''), context);
    // A link that is no incident's, or not the portal's, asks for nothing: a hint, not a complaint about a number.
    if (!(isInvalid(bare) && looksLikeLink(line.split(' ')[0] ?? ''))) return bare;
  }
  return hintOf(suggestForm(line, (words) => idsOf(words, context)) ?? { suggestion: exampleForm });
}

/**
 * Reads what stands in the search box of the message extension: numbers, links and filters as ever; other words are
 * looked for in the open incidents, and none lists them.
 */
export function parseSearch(text: string, context: ParseContext): Command {
  const line = text.length > maxLength ? '' : trimPunctuation(normaliseText(text, undefined));
  if (line !== '') {
    const command = parseCommand(line, { ...context, botName: undefined });
    if (command.kind === 'incident' || command.kind === 'list') return command;
    if (command.kind === 'refusal' && command.code !== 'invalid-id') return command;
  }
  const read = readFilters(line);
  const filters = 'suggestion' in read ? readPlainFilters(line) : read;
  if (filters !== undefined) return { kind: 'list', filters };
  const words = line.toLowerCase().split(' ').slice(0, maxWords);
  return { kind: 'list', filters: { ...openIncidents, words } };
}

/** Reads a pasted link: a link to an incident in the portal, and nothing else. */
export function parseLink(text: string, context: ParseContext): Command {
  const link = text.trim();
  const none: Command = { kind: 'hint', suggestion: exampleForm };
  if (link.length > maxLength || !looksLikeLink(link)) return none;
  const read = readPortalLink(link, context.cloud, context.homeTenantId);
  if (read.kind === 'incident') return { kind: 'incident', ids: [read.id] };
  return read.kind === 'other-tenant' ? refuse('other-tenant', [read.id]) : none;
}

/** Words of a search that count. */
const maxWords = 10;

/** Without the command and its slash, only a text that starts with a number or a link is taken as a question. */
function looksLikeQuestion(line: string): boolean {
  return /^\/?["'`(#+-]*\s*(?:inc[\s#-]*\d|incident-|\d)/i.test(line) || looksLikeLink(line.split(' ')[0] ?? '');
}

function isInvalid(command: Command): boolean {
  return command.kind === 'refusal' && command.code === 'invalid-id';
}

/** Quotes around the whole and sentence marks at its end do not matter. A lone `?` asks for help. */
function trimPunctuation(line: string): string {
  if (line === '?' || line === '/?') return line;
  return line.replace(/^["'`(*_\s]+/, '').replace(/["'`)*_.,;:!?\u2026\s]+$/, '');
}

function readIncidents(words: string, context: ParseContext): Command {
  const named = splitWords(words).map((word) =>
    looksLikeLink(word) ? readPortalLink(word, context.cloud, context.homeTenantId) : readNumber(word),
  );
  const ids = [...new Set(named.flatMap((each) => ('id' in each ? [each.id] : [])))];
  const unfit = named.find(({ kind }) => kind !== 'incident');
  if (unfit?.kind === 'other-tenant') return refuse('other-tenant', ids);
  return unfit !== undefined || ids.length === 0 ? refuse('invalid-id', ids) : askFor(ids);
}

/** Of what is refused as much is kept as somebody may have typed. */
function refuse(code: RefusalCode, ids: readonly string[]): Command {
  return { kind: 'refusal', code, ...(ids.length > 0 && { ids: ids.slice(0, maxNoted) }) };
}

function idsOf(words: string, context: ParseContext): readonly string[] {
  const read = readIncidents(words, context);
  return read.kind === 'incident' ? read.ids : [];
}

/** Five at most. */
export function askFor(ids: readonly string[]): Command {
  return ids.length <= maxIncidents ? { kind: 'incident', ids } : refuse('too-many', ids);
}

function readNumber(word: string): NamedIncident {
  const number = /^(?:inc(?:ident)?-?)?#?(\d+)$/i.exec(word)?.[1] ?? '';
  return isIncidentNumber(number) ? { kind: 'incident', id: number } : { kind: 'unknown' };
}

/** `29, 30 and 31`, `INC 29` and `“29”`: commas, `and`, a lone prefix and quotes only part or mark numbers. */
function splitWords(words: string): string[] {
  return words
    .replace(/\/?\b(?:inc|incident)\s+(?=#?\d)/gi, ' ')
    .replace(/#\s+(?=\d)/g, '#')
    .split(/[\s,]+/)
    .map((word) => word.replace(/^["'`(*_]+|["'`)*_]+$/g, ''))
    .filter((word) => word !== '' && word.toLowerCase() !== 'and');
}
