import { z } from 'zod';
import type { Config, IncidentApi } from '../../config/config.ts';
import { Failure, toFailure } from '../failure.ts';
import type { Incident } from '../incident.ts';
import type { CallTrace, IncidentPage, IncidentSource } from '../incident-source.ts';
import type { ApiClient } from './create-api-client.ts';
import { decodeDefenderIncident } from './decode-defender-incident.ts';
import { decodeGraphIncident } from './decode-graph-incident.ts';
import { bodyTooLarge } from './limited-http-client.ts';
import { parseJson } from './wire.ts';
import { type FilterWords, writeListFilter } from './write-list-filter.ts';

interface Api {
  /** Of the list; an incident stands below it. */
  readonly path: string;
  readonly filterWords: FilterWords;
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
/** Who reads on past the usual three pages of Defender XDR means to read far. */
const [largePageSize, largeFrom] = [100, 3 * pageSize];
/** Where a page of those is too large, because each incident brings hundreds of alerts. */
const smallerPageSizes: ReadonlyMap<number, number> = new Map([
  [largePageSize, 25],
  [pageSize, 10],
  [25, 10],
]);

const graph = (version: string): Api => ({
  path: `/${version}/security/incidents`,
  filterWords: { created: 'createdDateTime', member: (word) => word },
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
    filterWords: { created: 'createdTime', member: (word) => `${word[0]?.toUpperCase()}${word.slice(1)}` },
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
  const { path, filterWords, listsBySeverity, paging, decode } = apis[api];

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
    async listIncidents(state, next, trace, conditions = {}) {
      const first = { $filter: writeListFilter(state, conditions, filterWords), $top: String(pageSize) };
      let query: string | undefined = next ?? `?${new URLSearchParams(first)}`;
      for (;;) {
        try {
          return await listPage(query, trace);
        } catch (error) {
          query = paging === 'skip' && isTooLarge(error) ? withSmallerPages(query) : undefined;
          if (query === undefined) throw error;
        }
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
 * one to another path ends the list. An API may stand below a path of its own.
 */
function queryOf(nextLink: string | undefined, path: string): string | undefined {
  if (nextLink === undefined || !URL.canParse(nextLink)) return undefined;
  const { pathname, search } = new URL(nextLink);
  return pathname.toLowerCase().endsWith(path) && search !== '' ? search : undefined;
}

function skip(query: string, count: number): string {
  const following = new URLSearchParams(query);
  const skipped = Number(following.get('$skip') ?? 0) + count;
  following.set('$skip', String(skipped));
  // Not where they have had to become smaller.
  const isUsual = following.get('$top') === String(pageSize);
  if (isUsual && skipped >= largeFrom) following.set('$top', String(largePageSize));
  return `?${following}`;
}

/** The same query with smaller pages, if there are any. */
function withSmallerPages(query: string): string | undefined {
  const smaller = new URLSearchParams(query);
  const size = smallerPageSizes.get(Number(smaller.get('$top')));
  if (size === undefined) return undefined;
  smaller.set('$top', String(size));
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
