import { createDefaultHttpClient } from '@azure/core-rest-pipeline';
import type { IncidentApi } from '../../src/config/config.ts';
import { createRequestBudget } from '../../src/incidents/create-request-budget.ts';
import type { CallTrace, IncidentSource } from '../../src/incidents/incident-source.ts';
import { offlinePolicy } from '../../src/incidents/sources/authentication-policies.ts';
import { type ApiClientOptions, createApiClient } from '../../src/incidents/sources/create-api-client.ts';
import { apis, createSource } from '../../src/incidents/sources/create-source.ts';
import { limitedHttpClient } from '../../src/incidents/sources/limited-http-client.ts';

export const allApis: readonly IncidentApi[] = ['graph-v1.0', 'graph-beta', 'defender-xdr'];

/** A source as the bot has it, over an API at `origin`; its time-outs are out of a busy machine's reach. */
export function createTestSource(
  api: IncidentApi,
  origin: string,
  options: Partial<ApiClientOptions> = {},
): IncidentSource {
  const client = createApiClient({
    origin,
    authentication: offlinePolicy(),
    httpClient: limitedHttpClient(createDefaultHttpClient()),
    budget: createRequestBudget(apis[api].limits),
    role: apis[api].role,
    timeouts: { attemptMs: 10_000, totalMs: 20_000 },
    ...options,
  });
  return createSource(api, client);
}

export function createTrace(): CallTrace {
  return { calls: 0, requestIds: [] };
}
