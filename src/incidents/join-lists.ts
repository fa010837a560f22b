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
    newest: union(lists.filter(({ newest }) => newest > 0)).length,
    fetchedAt: Math.min(...lists.map(({ fetchedAt }) => fetchedAt)),
    ...(stale !== undefined && { staleBecause: stale }),
  };
}

function union(lists: readonly ListedIncidents[]): ListedIncidents['incidents'] {
  const all = lists.toReversed().flatMap(({ incidents }) => incidents);
  return [...new Map(all.map((incident) => [incident.id, incident])).values()];
}
