import type { ListConditions, ListState } from '../incident-source.ts';

/** How an API words its `$filter`. */
export interface FilterWords {
  /** The property that holds when an incident was created. */
  readonly created: string;
  /** A member of an enum as the API writes it, from how Graph does. */
  member(graphMember: string): string;
}

/** Members whose spelling in Graph is not all lower case. */
const spelling: ReadonlyMap<string, string> = new Map([
  ['inprogress', 'inProgress'],
  ['awaitingaction', 'awaitingAction'],
]);

/** Writes the `$filter` of a list: OData, of which no more is used than comparisons, `and`, `or` and parentheses. */
export function writeListFilter(
  state: ListState,
  { severities, statuses, assignees, createdSince }: ListConditions,
  { created, member }: FilterWords,
): string {
  const spell = (word: string) => literal(member(spelling.get(word) ?? word));
  return [
    ...(severities === undefined ? [] : [anyOf('severity', severities.map(spell))]),
    ...(statuses === undefined ? writeState(state, spell) : [anyOf('status', statuses.map(spell))]),
    ...(assignees === undefined ? [] : [anyOf('assignedTo', assignees.length > 0 ? assignees.map(literal) : ['null'])]),
    ...(createdSince === undefined ? [] : [`${created} ge ${new Date(createdSince).toISOString().slice(0, 19)}Z`]),
  ].join(' and ');
}

function writeState(state: ListState, spell: (word: string) => string): string[] {
  if (state === 'resolved') return [`status eq ${spell('resolved')}`];
  return [`status ne ${spell('resolved')}`, `status ne ${spell('redirected')}`];
}

function anyOf(property: string, literals: readonly string[]): string {
  const comparisons = literals.map((each) => `${property} eq ${each}`);
  return comparisons.length === 1 ? comparisons.join() : `(${comparisons.join(' or ')})`;
}

/** A quote within a text is doubled. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
