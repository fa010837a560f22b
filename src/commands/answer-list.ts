import type { FoundIncident } from '../incidents/create-look-up.ts';
import { Failure, toFailure } from '../incidents/failure.ts';
import type { CallTrace } from '../incidents/incident-source.ts';
import type { ListIncidents } from '../incidents/listed-incidents.ts';
import { byState, byUrgency } from '../incidents/urgency.ts';
import {
  describeFailure,
  describeStaleness,
  type FailureAnswer,
  type IncidentAnswer,
  type ListAnswer,
} from './answer.ts';
import { conditionsOf, createIncidentFilter, startOfDay } from './create-incident-filter.ts';
import { type IncidentFilters, writeFilters, writeNarrowing } from './incident-filters.ts';
import { maxPage } from './list-page.ts';
import type { Question } from './question.ts';

export interface ListDependencies {
  readonly list: ListIncidents;
  readonly draw: (found: FoundIncident) => IncidentAnswer;
  readonly now: () => number;
}

/** Rows of a page. */
const pageLength = 10;

/** Answers with a page of the incidents that pass `filters`, the most urgent first. */
export async function answerList(
  filters: IncidentFilters,
  question: Question,
  { reference, trace }: { readonly reference: string; readonly trace: CallTrace },
  { list, draw, now }: ListDependencies,
): Promise<{ answer: ListAnswer | FailureAnswer; failures: Failure[] }> {
  const { timeZone, deadline, door, window, asOf, since } = question;
  const { names: ownNames, whose } = filters.assignee === 'me' ? await findOwner(question) : nobody;
  const asked = { ownNames, timeZone, now: now(), since };
  // Found once: a day that is given is taken as it is.
  const context = filters.today ? { ...asked, since: startOfDay(asked) } : asked;
  const listed = await list(filters.state, {
    signal: deadline,
    trace,
    conditions: conditionsOf(filters, context),
    whileTyping: door === 'search',
    asOf,
  }).catch(toFailure);
  if (listed instanceof Failure) {
    return { answer: describeFailure(listed.code, listed.details, { reference }), failures: [listed] };
  }
  const found = listed.incidents
    .filter(createIncidentFilter(filters, context))
    .sort(door === 'search' ? byState : byUrgency);
  // A page that is not there, or not any more, is the last one.
  const pageNumber = Math.min(filters.page, Math.max(1, Math.ceil(found.length / pageLength)));
  const { skip: first, count } = window ?? { skip: (pageNumber - 1) * pageLength, count: pageLength };
  const page = found.slice(first, first + count);
  const { api, fetchedAt } = listed;
  const answer: ListAnswer = {
    kind: 'list',
    state: filters.state,
    typed: writeFilters(filters),
    filters: writeNarrowing(filters),
    page: pageNumber,
    first: first + 1,
    total: found.length,
    newest: listed.newest,
    picked: listed.incidents.length - listed.newest,
    complete: listed.complete,
    ...(whose !== undefined && { whose }),
    assignees: ownNames,
    ...(filters.today && { since: context.since }),
    askerKnown: filters.assignee !== 'me' || ownNames.length > 0,
    answers: page.map((incident) => draw({ askedId: incident.id, api, incident, fetchedAt, mergedFrom: [] })),
    hasMore: found.length > first + count && pageNumber < maxPage,
    api,
    fetchedAt,
    ...describeStaleness(listed.staleBecause, now() - fetchedAt, { reference }),
  };
  return { answer, failures: listed.staleBecause === undefined ? [] : [listed.staleBecause] };
}

interface Owner {
  readonly names: readonly string[];
  readonly whose: string | undefined;
}

const nobody: Owner = { names: [], whose: undefined };

/** Whom "mine" names: the asker, or whose list it is that the asker pages through. */
async function findOwner({ asker, assignees }: Question): Promise<Owner> {
  const own = await asker.accountNames();
  if (assignees === undefined || assignees.every((name) => own.includes(name)))
    return { names: own, whose: asker.name };
  // The name under which Teams shows that person is not known here, and must not be taken from a client.
  return { names: assignees, whose: assignees[0] };
}
