import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { Failure } from '../incidents/failure.ts';
import type { CallTrace } from '../incidents/incident-source.ts';
import type { ApiClient } from '../incidents/sources/create-api-client.ts';
import { parseJson } from '../incidents/sources/wire.ts';

/**
 * Whether a person is in one of the allowed Entra groups, directly or through others.
 *
 * @param userId Entra object id
 * @throws Failure where it can not be checked
 */
export type GroupCheck = (userId: string, trace: CallTrace) => Promise<boolean>;

/** The least that Graph asks for of an application. Source: Graph's page of `checkMemberGroups`. */
export const groupRoles = 'GroupMember.Read.All and User.ReadBasic.All';

/** Who leaves a group is kept out after five minutes at most. */
const kept = { max: 10_000, ttl: 5 * 60_000 };
/** Graph takes up to twenty in a request. */
const groupsARequest = 20;

const memberGroups = z.object({ value: z.array(z.string()) });

/** Creates the check over Graph; without groups nobody is in one, and nothing is asked. */
export function createGroupCheck(
  groups: readonly string[],
  graph: () => Pick<ApiClient, 'post'>,
  now: () => number,
): GroupCheck {
  if (groups.length === 0) return async () => false;
  const client = graph();
  const known = new LRUCache<string, boolean>({ ...kept, perf: { now }, ttlResolution: 0 });

  async function check(userId: string, trace: CallTrace): Promise<boolean> {
    for (let first = 0; first < groups.length; first += groupsARequest) {
      const groupIds = groups.slice(first, first + groupsARequest);
      const body = await client.post(
        `/v1.0/users/${encodeURIComponent(userId)}/checkMemberGroups`,
        { groupIds },
        trace,
      );
      if (readGroups(body).some((id) => groupIds.includes(id.toLowerCase()))) return true;
    }
    return false;
  }

  return async (userId, trace) => {
    const earlier = known.get(userId);
    if (earlier !== undefined) return earlier;
    const found = await check(userId, trace).catch(noMemberIfUnknown);
    known.set(userId, found);
    return found;
  };
}

function readGroups(body: string): readonly string[] {
  try {
    return memberGroups.parse(parseJson(body)).value;
  } catch (error) {
    throw new Failure('unavailable', { upstream: { reason: 'the body is no list of groups' } }, error);
  }
}

/** Somebody whom the directory does not know is in none of its groups. */
function noMemberIfUnknown(error: unknown): boolean {
  if (error instanceof Failure && error.code === 'not-found') return false;
  throw error;
}
