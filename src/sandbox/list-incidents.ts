import { type Filterable, readFilter } from './read-filter.ts';
import type { SampleIncident } from './sample-incidents.ts';
import { type SandboxApi, writeIncident } from './wire-forms.ts';

/** A page of a list, as the API writes it, or why it can not be had. */
export type ListAnswer = { readonly body: object } | { readonly problem: string };

interface ListRequest {
  readonly api: SandboxApi;
  readonly query: URLSearchParams;
  /** Where the next page is asked for; Graph writes it into the answer. */
  readonly address: string;
  readonly unknownMembers: boolean;
}

/** The largest page: of Graph as integrators found it, of Defender XDR as its page says. */
const largestPage: Readonly<Record<SandboxApi, number>> = Object.freeze({ 'v1.0': 50, beta: 50, defender: 100 });
const graphFilters: Filterable = Object.freeze({
  classification: ['classification', 'member'],
  determination: ['determination', 'member'],
  severity: ['severity', 'member'],
  status: ['status', 'member'],
  assignedTo: ['assignedTo', 'text'],
  createdDateTime: ['createdDateTime', 'time'],
  lastUpdateDateTime: ['lastUpdateDateTime', 'time'],
});
const defenderFilters: Filterable = Object.freeze({
  status: ['status', 'member'],
  assignedTo: ['assignedTo', 'text'],
  createdTime: ['createdDateTime', 'time'],
  lastUpdateTime: ['lastUpdateDateTime', 'time'],
});

/** Lists incidents, newest first, with `$filter`, `$top` and `$skip`. */
export function listIncidents(
  incidents: Iterable<SampleIncident>,
  { api, query, address, unknownMembers }: ListRequest,
): ListAnswer {
  const top = Number(query.get('$top') ?? largestPage[api]);
  const skip = Number(query.get('$skip') ?? 0);
  if (!Number.isInteger(top) || top < 1 || top > largestPage[api]) return { problem: 'The limit of $top is exceeded.' };
  if (!Number.isInteger(skip) || skip < 0) return { problem: 'Invalid value for $skip.' };
  const filter = query.get('$filter');
  const passes = filter === null ? () => true : readFilter(filter, api === 'defender' ? defenderFilters : graphFilters);
  if (passes === undefined) return { problem: 'Invalid filter clause.' };

  const found = [...incidents]
    .filter((incident) => passes((property) => incident[property as 'status'] as string | null))
    .sort(newestFirst);
  const value = found.slice(skip, skip + top).map((incident) => writeIncident(incident, api, unknownMembers));
  if (api === 'defender' || skip + top >= found.length) return { body: { value } };
  const next = new URLSearchParams(query);
  next.set('$skip', String(skip + top));
  return { body: { value, '@odata.nextLink': `${address}?${next}` } };
}

function newestFirst(a: SampleIncident, b: SampleIncident): number {
  return b.createdDateTime.localeCompare(a.createdDateTime) || Number(b.id) - Number(a.id);
}
