import type { Config } from '../config/config.ts';
import type { SharedStore } from './connect-redis.ts';
import type { Connect } from './create-connection.ts';
import { createIncidentCache } from './create-incident-cache.ts';
import { createIncidentList } from './create-incident-list.ts';
import { createLookUp, type LookUp } from './create-look-up.ts';
import { createRequestBudget, unlimitedBudget } from './create-request-budget.ts';
import { createSharedAnswers } from './create-shared-answers.ts';
import type { ListIncidents } from './listed-incidents.ts';
import { apis, createSource } from './sources/create-source.ts';

/** The two ways to incidents: by number, and by state. */
export interface Incidents {
  readonly lookUp: LookUp;
  readonly list: ListIncidents;
}

/**
 * Puts source, budget and cache together as the settings say. Makes no request yet.
 *
 * @param store what replicas share, if they do
 */
export function createIncidents(config: Config, connect: Connect, now: () => number, store?: SharedStore): Incidents {
  const api = apis[config.incidentApi];
  const scope = `${storeScope(config)}${config.incidentApi}:`;
  const address = { origin: api.origin(config), scope: api.scope(config), role: api.role };
  // A local API has no limit to stay below.
  const clientWithin = (limits: typeof api.limits, kind: string) =>
    connect(
      address,
      config.mode.kind === 'offline' ? unlimitedBudget : createRequestBudget(limits, `${scope}${kind}`, store),
    );
  const client = clientWithin(api.limits, '');
  const lists = api.listLimits && clientWithin(api.listLimits, 'lists:');
  const source = createSource(config.incidentApi, client, lists);
  const shared = store && createSharedAnswers(store, scope);
  const freshMs = config.incidentCacheSeconds * 1000;
  const cache = createIncidentCache({ freshMs, now, shared });
  return { lookUp: createLookUp({ source, cache }), list: createIncidentList({ source, freshMs, now }) };
}

/**
 * Before every key in a shared store, so that bots of several tenants or clouds may use the same one; and so that one
 * in offline mode, which checks nobody's token, finds nothing of theirs.
 */
export function storeScope({ cloud, homeTenantId, mode }: Pick<Config, 'cloud' | 'homeTenantId' | 'mode'>): string {
  const owner = mode.kind === 'offline' ? 'offline' : homeTenantId;
  return `defender-incident-bot:${cloud.name}:${owner}:`;
}
