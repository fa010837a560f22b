import { assigneeOf } from './incident.ts';
import type { ListConditions } from './incident-source.ts';
import { joinLists, overlap } from './join-lists.ts';
import { isUnconditional, type ListedIncidents, type ListQuery } from './listed-incidents.ts';
import { isOfSeverity, severities } from './urgency.ts';

/** Asks for one more list; `refused` is a filter that the API does not take. */
export type AskList = (query: Omit<ListQuery, 'state'>) => Promise<ListedIncidents | 'refused' | 'failed'>;

interface Searched {
  readonly ask: AskList;
  readonly picksSeverity: boolean;
  /** Whether the most urgent matter where more are wanted than a list holds. */
  readonly isUrgent: boolean;
}

/** How far a search has got: a list that has more, and by what the API has picked it. */
interface Narrowed {
  readonly list: ListedIncidents;
  readonly conditions: ListConditions;
}

/** The first page of a card: as many of the most urgent are looked for among the older ones. */
const enough = 10;

/**
 * Asks for what is wanted of the incidents that are not among the newest: by what the API filters by, and where that does
 * not help by reading on.
 *
 * @returns whether none is missing now; until it is known, or nothing more can be done
 */
export async function searchOlder(api: Searched, newest: ListedIncidents, wanted: ListConditions): Promise<boolean> {
  const picked = await pick(api, { list: newest, conditions: {} }, wanted);
  if (typeof picked === 'boolean') return picked;
  const named = await pickAssigned(api, picked, wanted.assignees);
  if (typeof named === 'boolean') return named;
  if (!api.picksSeverity) return await readOn(api, named);
  if (api.isUrgent && named.conditions.severities === undefined) await climbDown(api, named);
  return false;
}

/** Has the API pick by members and times, which it documents. */
async function pick(api: Searched, from: Narrowed, wanted: ListConditions): Promise<Narrowed | boolean> {
  const conditions = {
    ...wanted,
    assignees: undefined,
    ...(!api.picksSeverity && { severities: undefined }),
  };
  if (isUnconditional(conditions)) return from;
  const list = await api.ask({ conditions });
  if (list === 'failed') return false;
  if (list === 'refused') return await readOn(api, from);
  return list.complete || { list, conditions };
}

/** Has it pick by assignee, which never counts as complete: see `agrees`. */
async function pickAssigned(
  api: Searched,
  from: Narrowed,
  assignees: ListConditions['assignees'],
): Promise<Narrowed | boolean> {
  if (assignees === undefined) return from;
  const conditions = { ...from.conditions, assignees };
  const list = await api.ask({ conditions });
  if (list === 'failed') return false;
  if (list === 'refused' || !agrees(list, from.list, assignees)) return await readOn(api, from);
  return list.complete ? false : { list, conditions };
}

/**
 * Whether the API picks by assignee as it should. Nobody says whether it compares names with case, or takes `null`: an
 * empty answer proves nothing, and one that lacks what is known is wrong.
 */
function agrees(named: ListedIncidents, known: ListedIncidents, assignees: readonly string[]): boolean {
  const ids = new Set(named.incidents.map(({ id }) => id));
  const isWanted = (assignee: string) => (assignees.length === 0 ? assignee === '' : assignees.includes(assignee));
  return ids.size > 0 && known.incidents.every((incident) => !isWanted(assigneeOf(incident)) || ids.has(incident.id));
}

/** Has all of it listed, as far as makes sense. */
async function readOn(api: Searched, { list, conditions }: Narrowed): Promise<boolean> {
  const further = await api.ask({ conditions, onFrom: list });
  return (
    typeof further !== 'string' && further.complete && overlap(list, further) && conditions.assignees === undefined
  );
}

/** Has one severity picked after the other, until there are enough or there are more of one than a list holds. */
async function climbDown(api: Searched, { list, conditions }: Narrowed): Promise<void> {
  const lists = [list];
  for (const [place, severity] of severities.entries()) {
    const urgent = severities.slice(0, place + 1);
    const known = joinLists(lists).incidents.filter((incident) => isOfSeverity(incident, urgent));
    if (place > 0 && known.length >= enough) return;
    const picked = await api.ask({ conditions: { ...conditions, severities: [severity] } });
    if (typeof picked === 'string' || !picked.complete) return;
    lists.push(picked);
  }
}
