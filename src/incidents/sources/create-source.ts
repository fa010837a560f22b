import type { Config, IncidentApi } from '../../config/config.ts';
import { Failure } from '../failure.ts';
import type { Incident } from '../incident.ts';
import type { IncidentSource } from '../incident-source.ts';
import type { ApiClient } from './create-api-client.ts';
import { decodeDefenderIncident } from './decode-defender-incident.ts';
import { decodeGraphIncident } from './decode-graph-incident.ts';

interface Api {
  path(id: string): string;
  decode(body: string): Incident;
  /** The least application permission that the API takes. */
  readonly role: string;
  origin(config: Config): string;
  scope(config: Config): string;
  /** Calls a minute and an hour that the bot allows itself; Defender's from its page, Graph's the `/security` row. */
  readonly limits: { readonly perMinute: number; readonly perHour: number };
}

const graph = (version: string): Api => ({
  path: (id) => `/${version}/security/incidents/${id}`,
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
    path: (id) => `/api/incidents/${id}`,
    decode: decodeDefenderIncident,
    role: 'Incident.Read.All',
    origin: ({ cloud }) => cloud.defenderOrigin,
    scope: ({ cloud }) => cloud.defenderScope,
    limits: { perMinute: 100, perHour: 1500 },
  },
});

/** Creates the source for `api` over a client that already knows origin and credential. */
export function createSource(api: IncidentApi, client: ApiClient): IncidentSource {
  const { path, decode } = apis[api];
  return {
    api,
    async getIncident(id, trace) {
      const body = await client.get(path(id), trace);
      const incident = decodeAs(decode, body);
      // An answer about another incident is worse than none.
      if (incident.id !== id) throw new Failure('unavailable', { upstream: { reason: 'another incident answered' } });
      return incident;
    },
  };
}

function decodeAs(decode: (body: string) => Incident, body: string): Incident {
  try {
    return decode(body);
  } catch (error) {
    throw new Failure('unavailable', { upstream: { reason: 'the body is no incident' } }, error);
  }
}
