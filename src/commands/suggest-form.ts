import leven from 'leven';
import { readFilters, writeFilters } from './incident-filters.ts';
import { normaliseFilters } from './normalise-filters.ts';
import { readPlainFilters } from './read-plain-filters.ts';
import { looksLikeLink } from './read-portal-link.ts';
import type { FilterHint } from './suggest-filters.ts';
import { type IdsOf, suggestIncidents } from './suggest-incidents.ts';

/** The form nearest to a line that is none: for incidents that it names, a list, or help. Undefined if none is near. */
export function suggestForm(line: string, idsOf: IdsOf): FilterHint | undefined {
  const named = /\d/.test(line) ? suggestIncidents(line, idsOf) : undefined;
  if (named !== undefined) return { suggestion: named };
  const plain = line
    .split(' ')
    .filter((word) => !looksLikeLink(word))
    .join(' ');
  const list = suggestMistyped(plain) ?? suggestList(plain);
  if (list !== undefined) return list;
  if (/\bincidents\b/i.test(plain)) return { suggestion: '/incidents' };
  const [word = ''] = line.replace(/^\//, '').toLowerCase().split(' ');
  return word.startsWith('h') && leven(word, 'help') <= 2 ? { suggestion: 'help' } : undefined;
}

/** `high unassigned` and `my incidents`, where nothing else is said; undefined otherwise. */
export function suggestList(line: string): FilterHint | undefined {
  const read = readPlainFilters(line);
  return read && { suggestion: `/incidents ${writeFilters(read)}`.trim() };
}

/** `/incidnets hihg`: a list, as far as its filters can be read. */
function suggestMistyped(line: string): FilterHint | undefined {
  const [first = '', ...rest] = line.split(' ');
  const word = first.replace(/^\//, '').replace(/:$/, '').toLowerCase();
  if (!word.endsWith('s') || leven(word, 'incidents') > 3) return undefined;
  const read = readFilters(normaliseFilters(rest.join(' ')));
  return 'suggestion' in read ? read : { suggestion: `/incidents ${writeFilters(read)}`.trim() };
}
