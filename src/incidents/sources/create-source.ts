import { z } from 'zod';
import type { Config, IncidentApi } from '../../config/config.ts';
import { Failure, toFailure } from '../failure.ts';
import type { Incident } from '../incident.ts';
import type { CallTrace, IncidentPage, IncidentSource, ListedState } from '../incident-source.ts';
import type { ApiClient } from './create-api-client.ts';
import { decodeDefenderIncident } from './decode-defender-incident.ts';
import { decodeGraphIncident } from './decode-graph-incident.ts';
import { bodyTooLarge } from './limited-http-client.ts';
import { parseJson } from './wire.ts';

interface Api {
  /** Of the list; an incident stands below it. */
  readonly path: string;
  /** The query of a list's first page. Newest incidents come first without being asked for. */
  listQuery(state: ListedState): Readonly<Record<string, string>>;
  readonly listsBySeverity: boolean;
  /** What to ask for the page after one. */
  readonly paging: 'next-link' | 'skip';
  decode(value: unknown): Incident;
  /** The least application permission that the API takes. */
  readonly role: string;
  origin(config: Config): string;
  scope(config: Config): string;
  /** Calls a minute and an hour that the bot allows itself; Defender's from its page, Graph's the `/security` row. */
  readonly limits: Limits;
  /** The same for lists, where they have limits of their own. */
  readonly listLimits?: Limits;
}

interface Limits {
  readonly perMinute: number;
  readonly perHour: number;
}

/** Graph gives 50 at most; Defender XDR up to 100, each with all of its alerts. */
const pageSize = 50;
/** Where a page of those is too large, because each incident brings hundreds of alerts. */
const smallPageSize = 10;

const graphFilters: Readonly<Record<ListedState, string>> = Object.freeze({
  open: "status ne 'resolved' and status ne 'redirected'",
  'open-high': "severity eq 'high' and status ne 'resolved' and status ne 'redirected'",
  resolved: "status eq 'resolved'",
});

const graph = (version: string): Api => ({
  path: `/${version}/security/incidents`,
  listQuery: (state) => ({
    $filter: graphFilters[state],
    $top: String(pageSize),
  }),
  listsBySeverity: true,
  paging: 'next-link',
  decode: decodeGraphIncident,
  role: 'SecurityIncident.Read.All',
  origin: ({ cloud }) => cloud.graphOrigin,
  scope: ({ cloud }) => cloud.graphScope,
  limits: { perMinute: 150, perHour: 9000 },
});

/** How each API is asked. Paths, roles and limits are those of the three API pages. */
export const apis: Readonly<Record<IncidentApi, Api>> = Object.freeze({
  'graph-v1.0': graph('v1.0'),
  'graph-beta': graph('beta'),
  'defender-xdr': {
    path: '/api/incidents',
    listQuery: (state) => ({
      $filter: state === 'resolved' ? "status eq 'Resolved'" : "status ne 'Resolved' and status ne 'Redirected'",
      $top: String(pageSize),
    }),
    listsBySeverity: false,
    paging: 'skip',
    decode: decodeDefenderIncident,
    role: 'Incident.Read.All',
    origin: ({ cloud }) => cloud.defenderOrigin,
    scope: ({ cloud }) => cloud.defenderScope,
    limits: { perMinute: 100, perHour: 1500 },
    listLimits: { perMinute: 50, perHour: 1500 },
  },
});

/**
 * Creates the source for `api` over a client that already knows origin and credential.
 *
 * @param listClient the same with the budget of lists, where they have one of their own
 */
export function createSource(api: IncidentApi, client: ApiClient, listClient = client): IncidentSource {
  const { path, listQuery, listsBySeverity, paging, decode } = apis[api];

  async function listPage(query: string, trace: CallTrace): Promise<IncidentPage> {
    const body = await listClient.get(`${path}${query}`, trace).catch((error: unknown) => {
      throw toListFailure(error);
    });
    const { value, nextLink } = orUnavailable('the body is no list', () => page.parse(parseJson(body)));
    const incidents = value.flatMap((each) => tryDecode(decode, each));
    if (paging === 'next-link') return { incidents, next: queryOf(nextLink, path), isLast: nextLink === undefined };
    const isLast = value.length < Number(new URLSearchParams(query).get('$top'));
    return { incidents, next: isLast ? undefined : skip(query, value.length), isLast };
  }

  return {
    api,
    listsBySeverity,
    async getIncident(id, trace) {
      const body = await client.get(`${path}/${id}`, trace);
      const incident = orUnavailable('the body is no incident', () => decode(parseJson(body)));
      // An answer about another incident is worse than none.
      if (incident.id !== id) throw new Failure('unavailable', { upstream: { reason: 'another incident answered' } });
      return incident;
    },
    async listIncidents(state, next, trace) {
      const query = next ?? `?${new URLSearchParams(listQuery(state))}`;
      try {
        return await listPage(query, trace);
      } catch (error) {
        const smaller = paging === 'skip' && isTooLarge(error) ? withSmallPages(query) : undefined;
        if (smaller === undefined) throw error;
        return await listPage(smaller, trace);
      }
    },
  };
}

/** A page of a list as all three APIs write it. */
const page = z
  .object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().optional().catch(undefined) })
  .transform(({ value, '@odata.nextLink': nextLink }) => ({ value, nextLink }));

/**
 * The query of the page that `nextLink` names. Nothing else of it is used, so a link to elsewhere is never followed;
 * one to another path ends the list.
 */
function queryOf(nextLink: string | undefined, path: string): string | undefined {
  if (nextLink === undefined || !URL.canParse(nextLink)) return undefined;
  const { pathname, search } = new URL(nextLink);
  return pathname.toLowerCase() === path && search !== '' ? search : undefined;
}

function skip(query: string, count: number): string {
  const following = new URLSearchParams(query);
  following.set('$skip', String(Number(following.get('$skip') ?? 0) + count));
  return `?${following}`;
}

/** The same query with pages of ten, unless it asks for such already. */
function withSmallPages(query: string): string | undefined {
  const smaller = new URLSearchParams(query);
  if (smaller.get('$top') === String(smallPageSize)) return undefined;
  smaller.set('$top', String(smallPageSize));
  return `?${smaller}`;
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Failure && error.details.upstream?.code === bodyTooLarge;
}

/** What can not be read among many is left out: it has no number to be asked for. */
function tryDecode(decode: Api['decode'], value: unknown): Incident[] {
  try {
    return [decode(value)];
  } catch {
    return [];
  }
}

function orUnavailable<T>(reason: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Failure('unavailable', { upstream: { reason } }, error);
  }
}

/** Nobody named a number, so none can be wrong or missing: an API that says so does not do what it documents. */
function toListFailure(error: unknown): Failure {
  const failure = toFailure(error);
  const aboutNumber = failure.code === 'invalid-id' || failure.code === 'not-found';
  return aboutNumber ? new Failure('unavailable', failure.details, error) : failure;
}
