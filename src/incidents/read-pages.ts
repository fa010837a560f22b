import { passingFailures, toFailure } from './failure.ts';
import type { Incident } from './incident.ts';
import type { CallTrace, IncidentPage, IncidentSource, ListedState } from './incident-source.ts';
import type { ListedIncidents } from './listed-incidents.ts';

export interface PageReading {
  readonly source: IncidentSource;
  readonly state: ListedState;
  readonly trace: CallTrace;
  /** When it began, in milliseconds since 1970. */
  readonly fetchedAt: number;
  /** Is given the list as far as it has arrived, after each page. */
  readonly onPage: (soFar: ListedIncidents) => void;
}

/** Three pages of 50: what is open beyond that is told, not fetched, because every page is a call. */
const maxPages = 3;
const failedPage: IncidentPage = Object.freeze({ incidents: [], next: undefined, isLast: false });

/** Asks a source for a list, page by page. @throws Failure where there is no first page, or a later one is forbidden */
export async function readPages(reading: PageReading): Promise<ListedIncidents> {
  const { source, state, trace, fetchedAt, onPage } = reading;
  const incidents = new Map<string, Incident>();
  const add = (page: IncidentPage): ListedIncidents => {
    // An incident that moves while the pages are read may stand on two of them.
    for (const incident of page.incidents) incidents.set(incident.id, incident);
    const { isLast: complete } = page;
    const list = { api: source.api, incidents: [...incidents.values()], fetchedAt, complete, cut: page === failedPage };
    onPage(list);
    return list;
  };
  let page = await source.listIncidents(state, undefined, trace);
  let list = add(page);
  for (let read = 1; read < maxPages && page.next !== undefined; read++) {
    page = await source.listIncidents(state, page.next, trace).catch(toFailedPage);
    list = add(page);
  }
  return list;
}

/** What came before a page that fails is worth more than nothing; it is said not to be all. */
function toFailedPage(error: unknown): IncidentPage {
  if (!passingFailures.includes(toFailure(error).code)) throw error;
  return failedPage;
}
