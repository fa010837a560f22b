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
const filterable: Readonly<Record<SandboxApi, readonly string[]>> = Object.freeze({
  'v1.0': ['assignedTo', 'classification', 'determination', 'severity', 'status'],
  beta: ['assignedTo', 'classification', 'determination', 'severity', 'status'],
  defender: ['assignedTo', 'status'],
});

/** Lists incidents, newest first, with `$filter` (comparisons joined by `and`), `$top` and `$skip`. */
export function listIncidents(
  incidents: Iterable<SampleIncident>,
  { api, query, address, unknownMembers }: ListRequest,
): ListAnswer {
  const top = Number(query.get('$top') ?? largestPage[api]);
  const skip = Number(query.get('$skip') ?? 0);
  if (!Number.isInteger(top) || top < 1 || top > largestPage[api]) return { problem: 'The limit of $top is exceeded.' };
  if (!Number.isInteger(skip) || skip < 0) return { problem: 'Invalid value for $skip.' };
  const comparisons = (query.get('$filter') ?? '').split(/\s+and\s+/).filter((part) => part !== '');
  const conditions = comparisons.map((comparison) => readCondition(comparison, filterable[api]));
  const known = conditions.filter((condition) => condition !== undefined);
  if (known.length < conditions.length) return { problem: 'Invalid filter clause.' };

  const found = [...incidents].filter((incident) => known.every((holds) => holds(incident))).sort(newestFirst);
  const value = found.slice(skip, skip + top).map((incident) => writeIncident(incident, api, unknownMembers));
  if (api === 'defender' || skip + top >= found.length) return { body: { value } };
  const next = new URLSearchParams(query);
  next.set('$skip', String(skip + top));
  return { body: { value, '@odata.nextLink': `${address}?${next}` } };
}

function readCondition(
  text: string,
  properties: readonly string[],
): ((incident: SampleIncident) => boolean) | undefined {
  const [, name = '', operator, quoted, bare] = /^(\w+)\s+(eq|ne)\s+(?:'([^']*)'|(null))$/.exec(text.trim()) ?? [];
  if (!properties.includes(name)) return undefined;
  const wanted = bare === 'null' ? null : quoted?.toLowerCase();
  return (incident) => {
    const value = incident[name as 'status'] as string | null;
    return ((value?.toLowerCase() ?? null) === wanted) === (operator === 'eq');
  };
}

function newestFirst(a: SampleIncident, b: SampleIncident): number {
  return b.createdDateTime.localeCompare(a.createdDateTime) || Number(b.id) - Number(a.id);
}
