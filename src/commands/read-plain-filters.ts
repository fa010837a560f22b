import { type IncidentFilters, readFilters } from './incident-filters.ts';
import { normaliseFilters } from './normalise-filters.ts';

/** Reads a line of filters and nothing else; undefined where it says anything besides, or names no filter at all. */
export function readPlainFilters(line: string): IncidentFilters | undefined {
  const words = normaliseFilters(line);
  const read = readFilters(words);
  return 'suggestion' in read || /^(?:and\b ?)*(?:page\b.*)?$/.test(words) ? undefined : read;
}
