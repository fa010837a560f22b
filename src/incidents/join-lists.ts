import type { ListedIncidents } from './listed-incidents.ts';

/**
 * Joins lists of one state. Of an incident that several hold it takes the first one's; the age is that of the oldest.
 *
 * @param lists at least one
 */
export function joinLists(lists: readonly ListedIncidents[]): Omit<ListedIncidents, 'complete'> {
  const [first] = lists as [ListedIncidents];
  const stale = lists.find(({ staleBecause }) => staleBecause !== undefined)?.staleBecause;
  return {
    api: first.api,
    incidents: union(lists),
    newest: newestOf(lists),
    fetchedAt: Math.min(...lists.map(({ fetchedAt }) => fetchedAt)),
    ...(stale !== undefined && { staleBecause: stale }),
  };
}

/** How many are the newest without a gap: those of the first list, and of others that reach up to them. */
function newestOf(lists: readonly ListedIncidents[]): number {
  const [first, ...others] = lists.filter(({ newest }) => newest > 0);
  return first === undefined ? 0 : union([first, ...others.filter((other) => overlap(first, other))]).length;
}

/** Whether an incident is in both, so that of two lists of the newest none is missing in between. */
export function overlap(list: ListedIncidents, other: ListedIncidents): boolean {
  const ids = new Set(list.incidents.map(({ id }) => id));
  return other.incidents.some(({ id }) => ids.has(id));
}

function union(lists: readonly ListedIncidents[]): ListedIncidents['incidents'] {
  const all = lists.toReversed().flatMap(({ incidents }) => incidents);
  return [...new Map(all.map((incident) => [incident.id, incident])).values()];
}
