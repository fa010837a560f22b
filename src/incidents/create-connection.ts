import { createDefaultHttpClient, type PipelinePolicy, proxyPolicy } from '@azure/core-rest-pipeline';
import type { Config } from '../config/config.ts';
import { createCredential } from './create-credential.ts';
import type { RequestBudget } from './create-request-budget.ts';
import { offlinePolicy, tokenPolicy } from './sources/authentication-policies.ts';
import { type ApiClient, createApiClient } from './sources/create-api-client.ts';
import { limitedHttpClient } from './sources/limited-http-client.ts';

/** One of Microsoft's APIs. */
interface ApiAddress {
  readonly origin: string;
  /** Of the token for it. */
  readonly scope: string;
  /** The application permission that is named where it is missing. */
  readonly role: string;
}

/** Makes a client of an API. */
export type Connect = (api: ApiAddress, budget: RequestBudget) => ApiClient;

/**
 * Prepares the way to Microsoft's APIs, with one credential for all of them; offline they are all the one local API.
 * Makes no request yet.
 */
export async function createConnection(config: Pick<Config, 'mode' | 'cloud' | 'proxy'>): Promise<Connect> {
  const { mode, cloud } = config;
  const proxy = config.proxy && proxyPolicy();
  const httpClient = limitedHttpClient(createDefaultHttpClient());
  if (mode.kind === 'offline') {
    const authentication = offlinePolicy();
    return ({ role }, budget) =>
      createApiClient({ origin: mode.incidentApiUrl, authentication, httpClient, proxy, role, budget });
  }
  const credential = await createCredential(mode.credential, { authorityHost: cloud.authorityHost });
  return ({ origin, scope, role }, budget) => {
    const authentication: PipelinePolicy = tokenPolicy(credential, scope);
    return createApiClient({ origin, authentication, httpClient, proxy, role, budget });
  };
}
