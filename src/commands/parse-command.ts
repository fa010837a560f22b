import leven from 'leven';
import type { Cloud } from '../config/clouds.ts';
import { isIncidentNumber } from '../incidents/incident-number.ts';
import { normaliseText } from './normalise-text.ts';
import { looksLikeLink, type NamedIncident, readPortalLink } from './read-portal-link.ts';

/** What a person asked for. */
export type Command =
  | { readonly kind: 'incident'; readonly ids: readonly string[] }
  | { readonly kind: 'help' }
  /** Nothing the bot knows; `suggestion` is the nearest valid form. */
  | { readonly kind: 'hint'; readonly suggestion: string }
  | { readonly kind: 'refusal'; readonly code: 'invalid-id' | 'too-many' | 'other-tenant' };

export interface ParseContext {
  readonly cloud: Cloud;
  /** The tenant whose portal links are accepted; undefined accepts any. */
  readonly homeTenantId: string | undefined;
  readonly botName: string | undefined;
}

/** Incidents in one answer. */
export const maxIncidents = 5;
/** Longer than any question: five wrapped portal links. The rest of a pasted page is not looked at. */
const maxLength = 8_000;
const exampleForm = '/incident 29';

/** Reads a message. Never throws, and never finds an incident that the text does not name. */
export function parseCommand(text: string, context: ParseContext): Command {
  const line = trimPunctuation(normaliseText(text.slice(0, maxLength), context.botName));
  if (line === '' || /^\/?(help|\?)$/i.test(line)) return { kind: 'help' };

  const afterCommand = /^\/?incident(?![\w-])\s*:?\s*(.*)$/i.exec(line)?.[1];
  if (afterCommand !== undefined) return afterCommand === '' ? { kind: 'help' } : readIncidents(afterCommand, context);
  if (/^\/?(inc\b|incident-|[#+-]?\d)/i.test(line)) return readIncidents(line.replace(/^\//, ''), context);
  const linked = looksLikeLink(line.split(' ')[0] ?? '') ? readIncidents(line, context) : undefined;
  // A link that is no incident's, or not the portal's, asks for nothing: a hint, not a complaint about a number.
  if (linked !== undefined && !(linked.kind === 'refusal' && linked.code === 'invalid-id')) return linked;
  return { kind: 'hint', suggestion: suggest(line, context) };
}

/** Quotes around the whole and sentence marks at its end do not matter. A lone `?` asks for help. */
function trimPunctuation(line: string): string {
  if (line === '?' || line === '/?') return line;
  return line.replace(/^["'`(\s]+/, '').replace(/["'`).,;:!?\u2026\s]+$/, '');
}

function readIncidents(words: string, context: ParseContext): Command {
  const ids = new Set<string>();
  for (const word of splitWords(words)) {
    const read = looksLikeLink(word) ? readPortalLink(word, context.cloud, context.homeTenantId) : readNumber(word);
    if (read.kind === 'other-tenant') return { kind: 'refusal', code: 'other-tenant' };
    if (read.kind === 'unknown') return { kind: 'refusal', code: 'invalid-id' };
    ids.add(read.id);
  }
  if (ids.size === 0) return { kind: 'refusal', code: 'invalid-id' };
  return ids.size > maxIncidents ? { kind: 'refusal', code: 'too-many' } : { kind: 'incident', ids: [...ids] };
}

function readNumber(word: string): NamedIncident {
  const number = /^(?:inc(?:ident)?-?)?#?(\d+)$/i.exec(word)?.[1] ?? '';
  return isIncidentNumber(number) ? { kind: 'incident', id: number } : { kind: 'unknown' };
}

/** `29, 30 and 31` and `INC 29`: commas, `and` and a lone prefix only part or mark numbers. */
function splitWords(words: string): string[] {
  return words
    .replace(/\b(inc|incident)\s+(?=#?\d)/gi, '')
    .replace(/#\s+(?=\d)/g, '#')
    .split(/[\s,]+/)
    .filter((word) => word !== '' && word.toLowerCase() !== 'and');
}

/** `/incidnet 29` is answered with `/incident 29`, as is `show me incident 29`; anything further off with the example. */
function suggest(line: string, context: ParseContext): string {
  const named = /\binc(?:ident)?s?[\s:#-]+(\d+)\b/i.exec(line)?.[1];
  if (named !== undefined && isIncidentNumber(named)) return `/incident ${named}`;
  const [first = '', ...rest] = line.split(' ');
  const word = first.replace(/^\//, '').replace(/:$/, '').toLowerCase();
  const [letters = word, digits = ''] = /^([a-z]+)(\d+)$/.exec(word)?.slice(1) ?? [];
  if (letters.length > 2 && leven(letters, 'help') <= 2) return 'help';
  if (leven(letters, 'incident') > 3) return exampleForm;
  const argument = digits === '' ? rest.join(' ') : digits;
  const asked = argument === '' ? undefined : readIncidents(argument, context);
  return asked?.kind === 'incident' ? `/incident ${asked.ids.join(' ')}` : exampleForm;
}
