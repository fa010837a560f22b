import { passingFailures, toFailure } from './failure.ts';
import type { Incident } from './incident.ts';
import type { CallTrace, IncidentPage, IncidentSource } from './incident-source.ts';
import { isUnconditional, type ListedIncidents, type ListQuery } from './listed-incidents.ts';

export interface PageReading {
  readonly source: IncidentSource;
  readonly query: ListQuery;
  readonly trace: CallTrace;
  /** When it began, in milliseconds since 1970. */
  readonly fetchedAt: number;
  /** Is given the list as far as it has arrived, after each page. */
  readonly onPage: (soFar: ListedIncidents) => void;
}

/** Three pages of 50: what is open beyond that is told, not fetched, because every page is a call. */
const firstPages = 3;
/** Who looks for what the API can not pick out has the newest thousand looked through. */
const furtherPages = 17;
const mostIncidents = 1_000;
const failedPage: IncidentPage = Object.freeze({ incidents: [], next: undefined, isLast: false });

/**
 * Asks a source for a list, page by page.
 *
 * @throws Failure where there is no first page, or a later one is forbidden
 */
export async function readPages({ source, query, trace, fetchedAt, onPage }: PageReading): Promise<ListedIncidents> {
  const { state, conditions, onFrom } = query;
  const incidents = new Map<string, Incident>(onFrom?.incidents.map((incident) => [incident.id, incident]));
  const add = (page: IncidentPage): ListedIncidents => {
    // An incident that moves while the pages are read may stand on two of them.
    for (const incident of page.incidents) incidents.set(incident.id, incident);
    const list: ListedIncidents = {
      api: source.api,
      incidents: [...incidents.values()],
      newest: isUnconditional(conditions) ? incidents.size : 0,
      fetchedAt: onFrom?.fetchedAt ?? fetchedAt,
      complete: page.isLast,
      cut: page === failedPage,
      next: page.next,
    };
    onPage(list);
    return list;
  };
  let list = onFrom ?? add(await source.listIncidents(state, undefined, trace, conditions));
  const pages = onFrom === undefined ? firstPages - 1 : furtherPages;
  for (let read = 0; read < pages && incidents.size < mostIncidents && list.next !== undefined; read++) {
    list = add(await source.listIncidents(state, list.next, trace).catch(toFailedPage));
  }
  return list;
}

/** What came before a page that fails is worth more than nothing; it is said not to be all. */
function toFailedPage(error: unknown): IncidentPage {
  if (!passingFailures.includes(toFailure(error).code)) throw error;
  return failedPage;
}
