import { createDefaultHttpClient } from '@azure/core-rest-pipeline';
import type { Config } from '../config/config.ts';
import { createCredential } from './create-credential.ts';
import { createLookUp, type LookUp } from './create-look-up.ts';
import { createIncidentCache } from './incident-cache.ts';
import { createRequestBudget } from './request-budget.ts';
import { offlinePolicy, tokenPolicy } from './sources/authentication-policies.ts';
import { createApiClient } from './sources/create-api-client.ts';
import { apis, createSource } from './sources/create-source.ts';

/** Puts source, credential, budget and cache together as the settings say. Makes no request yet. */
export async function createIncidents(config: Config, now: () => number): Promise<LookUp> {
  const api = apis[config.incidentApi];
  const { mode } = config;
  const client = createApiClient({
    origin: mode.kind === 'offline' ? mode.incidentApiUrl : api.origin(config),
    authentication:
      mode.kind === 'offline'
        ? offlinePolicy()
        : tokenPolicy(
            await createCredential(mode.credential, { authorityHost: config.cloud.authorityHost }),
            api.scope(config),
          ),
    httpClient: createDefaultHttpClient(),
    budget: createRequestBudget(api.limits),
    role: api.role,
  });
  const source = createSource(config.incidentApi, client);
  return createLookUp({ source, cache: createIncidentCache(config.incidentCacheSeconds * 1000, now) });
}
