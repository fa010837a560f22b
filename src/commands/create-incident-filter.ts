import { assigneeOf, type Incident, isOpen, isResolved } from '../incidents/incident.ts';
import type { ListConditions } from '../incidents/incident-source.ts';
import type { IncidentFilters } from './incident-filters.ts';

/** What is known of the asker where a filter is about them. */
interface FilterContext {
  /** Names under which incidents are assigned to the asker, in lower case. */
  readonly ownNames: readonly string[];
  /** An IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** See `Question.since`. */
  readonly since?: number | undefined;
}

/** Every time zone's day begins at a quarter of an hour; where the clocks change, not always at the same one. */
const quarterMs = 15 * 60_000;
/** A day has up to 25 hours; whoever began a list late in it may go on a while after. */
const longestDayMs = 26 * 60 * 60_000;

type Check = (incident: Incident) => boolean;

/** Creates the check, for one question, whether a list's incident is one of those that are wanted. */
export function createIncidentFilter(filters: IncidentFilters, context: FilterContext): Check {
  const { state, severities, statuses, assignee, today, words } = filters;
  const checks: readonly Check[] = [
    // An API that did not filter as it was asked must not fill the list with what is done.
    state === 'resolved' ? isResolved : isOpen,
    ({ severity }) => severities.length === 0 || severities.includes(severity.toLowerCase()),
    ({ status }) => statuses.length === 0 || statuses.includes(status.toLowerCase()),
    (incident) => assignee !== 'nobody' || assigneeOf(incident) === '',
    (incident) => assignee !== 'me' || context.ownNames.includes(assigneeOf(incident)),
    ...(today ? [createDayCheck(startOfDay(context))] : []),
    ...(words.length > 0 ? [(incident: Incident) => hasWords(incident, words)] : []),
  ];
  return (incident) => checks.every((passes) => passes(incident));
}

/** The same filters for an API, as far as any can filter; empty where none of the incidents can pass. */
export function conditionsOf(filters: IncidentFilters, context: FilterContext): ListConditions {
  const { severities, statuses, assignee, today } = filters;
  if (assignee === 'me' && context.ownNames.length === 0) return {};
  return {
    ...(severities.length > 0 && { severities }),
    ...(statuses.length > 0 && { statuses }),
    ...(assignee !== 'any' && { assignees: assignee === 'me' ? context.ownNames : [] }),
    ...(today && { createdSince: startOfDay(context) }),
  };
}

function createDayCheck(start: number): Check {
  return ({ createdDateTime }) => createdDateTime !== null && Date.parse(createdDateTime) >= start;
}

/** When the day began of the list that is paged through, or else the asker's. */
export function startOfDay({ timeZone, now, since }: FilterContext): number {
  if (since !== undefined && isStartOfDay(since, now)) return since;
  const format = createDayFormat(timeZone);
  const today = format(now);
  let start = now - (now % quarterMs);
  while (format(start - quarterMs) === today) start -= quarterMs;
  return start;
}

function isStartOfDay(time: number, now: number): boolean {
  return time % quarterMs === 0 && time <= now && now - time <= longestDayMs;
}

function createDayFormat(timeZone: string): (time: number) => string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format;
}

function hasWords(incident: Incident, words: readonly string[]): boolean {
  const { id, displayName, customTags, systemTags } = incident;
  const text = [id, displayName, assigneeOf(incident), ...customTags, ...systemTags].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}
