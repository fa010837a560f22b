import { createDefaultHttpClient } from '@azure/core-rest-pipeline';
import type { Config } from '../config/config.ts';
import type { SharedStore } from './connect-redis.ts';
import { createCredential } from './create-credential.ts';
import { createIncidentList, type ListIncidents } from './create-incident-list.ts';
import { createLookUp, type LookUp } from './create-look-up.ts';
import { createIncidentCache } from './incident-cache.ts';
import { createRequestBudget, unlimitedBudget } from './request-budget.ts';
import { createSharedAnswers } from './shared-answers.ts';
import { offlinePolicy, tokenPolicy } from './sources/authentication-policies.ts';
import { createApiClient } from './sources/create-api-client.ts';
import { apis, createSource } from './sources/create-source.ts';
import { limitedHttpClient } from './sources/limited-http-client.ts';

/** The two ways to incidents: by number, and by state. */
export interface Incidents {
  readonly lookUp: LookUp;
  readonly list: ListIncidents;
}

/**
 * Puts source, credential, budget and cache together as the settings say. Makes no request yet.
 *
 * @param store what replicas share, if they do
 */
export async function createIncidents(config: Config, now: () => number, store?: SharedStore): Promise<Incidents> {
  const api = apis[config.incidentApi];
  const { mode } = config;
  const scope = `${storeScope(config)}${config.incidentApi}:`;
  const connection = {
    origin: mode.kind === 'offline' ? mode.incidentApiUrl : api.origin(config),
    authentication:
      mode.kind === 'offline'
        ? offlinePolicy()
        : tokenPolicy(
            await createCredential(mode.credential, { authorityHost: config.cloud.authorityHost }),
            api.scope(config),
          ),
    httpClient: limitedHttpClient(createDefaultHttpClient()),
    role: api.role,
  };
  // A local API has no limit to stay below.
  const clientWithin = (limits: typeof api.limits, kind: string) =>
    createApiClient({
      ...connection,
      budget: mode.kind === 'offline' ? unlimitedBudget : createRequestBudget(limits, `${scope}${kind}`, store),
    });
  const client = clientWithin(api.limits, '');
  const lists = api.listLimits && clientWithin(api.listLimits, 'lists:');
  const source = createSource(config.incidentApi, client, lists);
  const shared = store && createSharedAnswers(store, scope);
  const freshMs = config.incidentCacheSeconds * 1000;
  const cache = createIncidentCache({ freshMs, now, shared });
  return { lookUp: createLookUp({ source, cache }), list: createIncidentList({ source, freshMs, now }) };
}

/** Before every key in a shared store, so that bots of several tenants or clouds may use the same one. */
export function storeScope({ cloud, homeTenantId }: Pick<Config, 'cloud' | 'homeTenantId'>): string {
  return `defender-incident-bot:${cloud.name}:${homeTenantId ?? 'offline'}:`;
}
