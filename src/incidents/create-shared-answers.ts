import { z } from 'zod';
import type { SharedStore } from './connect-redis.ts';
import type { CachedIncident } from './create-incident-cache.ts';

/** Answers that several replicas share. It never fails: what can not be read is not there. */
export interface SharedAnswers {
  get(id: string): Promise<CachedIncident | undefined>;
  set(id: string, answer: CachedIncident, keptMs: number): Promise<void>;
  forget(id: string): Promise<void>;
}

const line = z.string().nullable();

/** What this version writes; an entry of another shape is left alone and fetched anew. */
const stored: z.ZodType<CachedIncident> = z.object({
  fetchedAt: z.number(),
  incident: z.object({
    id: z.string(),
    displayName: line,
    status: z.string(),
    severity: z.string(),
    assignedTo: line,
    classification: line,
    determination: line,
    createdDateTime: line,
    lastUpdateDateTime: line,
    lastModifiedBy: line,
    incidentWebUrl: line,
    redirectIncidentId: line,
    tenantId: line,
    priorityScore: z.number().nullable(),
    description: line,
    summary: line,
    resolvingComment: line,
    customTags: z.array(z.string()),
    systemTags: z.array(z.string()),
    comments: z.array(z.object({ comment: z.string(), createdByDisplayName: line, createdDateTime: line })),
  }),
});

/**
 * Creates them over the store of all replicas.
 *
 * @param scope put before every key, so that bots of other tenants or APIs may share the same Redis
 */
export function createSharedAnswers({ client }: SharedStore, scope: string): SharedAnswers {
  const key = (id: string) => `${scope}incident:${id}`;
  return {
    async get(id) {
      try {
        const text = await client.get(key(id));
        return text === null ? undefined : stored.parse(JSON.parse(text));
      } catch {
        return undefined;
      }
    },
    async set(id, answer, keptMs) {
      await client
        .set(key(id), JSON.stringify(answer), { expiration: { type: 'PX', value: keptMs } })
        .catch(() => null);
    },
    async forget(id) {
      await client.del(key(id)).catch(() => 0);
    },
  };
}
