import { createPipelineRequest } from '@azure/core-rest-pipeline';
import { TeamsInfo, type TurnContext } from 'botbuilder';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { RosterEntry } from '../access/decide-access.ts';
import { isLoopbackUrl } from '../config/loopback.ts';
import { beforeAbort } from '../incidents/before-abort.ts';
import { connectorOf } from './connector-policies.ts';
import { decodeChannelData, tenantOf } from './decode-activity.ts';
import { nameError } from './name-error.ts';
import { withoutThread } from './without-thread.ts';

/** What Teams' roster knows and an activity does not say. Answers are kept for an hour, failures are not. */
export interface Roster {
  /** What it says of the asker, who is the same person in all conversations of a tenant. */
  entry(context: TurnContext, deadline: AbortSignal): Promise<RosterEntry>;
  /** The names under which the asker has an account, in lower case; empty where the roster does not answer in time. */
  accountNames(context: TurnContext, deadline: AbortSignal): Promise<readonly string[]>;
  /** The Entra group id of the team; undefined where it can not be told. */
  teamGroupId(context: TurnContext, deadline: AbortSignal): Promise<string | undefined>;
}

const kept = { max: 10_000, ttl: 60 * 60 * 1000 };

interface Member {
  readonly entry: RosterEntry;
  readonly accountNames: readonly string[];
}

const unknown: Member = { entry: { kind: 'unknown' }, accountNames: [] };
const notInstalled: Member = { entry: { kind: 'not-installed' }, accountNames: [] };

/** Creates the roster over the connector of each turn. @param now milliseconds since 1970 */
export function createRoster(now: () => number): Roster {
  const members = new LRUCache<string, Member>({ ...kept, perf: { now }, ttlResolution: 0 });
  const groups = new LRUCache<string, string>({ ...kept, perf: { now }, ttlResolution: 0 });

  async function member(context: TurnContext, deadline: AbortSignal): Promise<Member> {
    const { from } = context.activity;
    const key = JSON.stringify([tenantOf(context.activity), from.id]);
    const known = members.get(key);
    if (known !== undefined) return known;
    try {
      const found = readMember(await beforeAbort(() => TeamsInfo.getMember(context, from.id), deadline, 'roster'));
      if (found.entry.kind === 'listed') members.set(key, found);
      return found;
    } catch (error) {
      return nameError(error).code === 'BotNotInConversationRoster' ? notInstalled : unknown;
    }
  }

  return {
    entry: async (context, deadline) => (await member(context, deadline)).entry,
    accountNames: async (context, deadline) => (await member(context, deadline)).accountNames,
    async teamGroupId(context, deadline) {
      const key = withoutThread(context.activity.conversation.id);
      const known = groups.get(key);
      if (known !== undefined) return known;
      // The access rules say what an unknown team means.
      const group = await beforeAbort(() => fetchTeamGroup(context), deadline, 'roster').catch(() => undefined);
      if (group !== undefined) groups.set(key, group);
      return group;
    },
  };
}

const teamDetails = z.object({ aadGroupId: z.string() });

/** Not by the SDK's `TeamsInfo`, which makes a client of its own for it that follows redirects. */
async function fetchTeamGroup(context: TurnContext): Promise<string | undefined> {
  const { serviceUrl, channelData } = context.activity;
  const id = decodeChannelData(channelData).team?.id;
  if (id === undefined) return undefined;
  const url = `${serviceUrl.replace(/\/$/, '')}/v3/teams/${encodeURIComponent(id)}`;
  const request = createPipelineRequest({ url, allowInsecureConnection: isLoopbackUrl(serviceUrl) });
  const { status, bodyAsText } = await connectorOf(context).client.sendRequest(request);
  return status === 200 ? teamDetails.parse(JSON.parse(bodyAsText ?? '')).aadGroupId : undefined;
}

/** A role or a tenant of another type is nothing to decide by. */
const name = z.string().nullish().catch(undefined);
const told = z.object({
  userRole: z.string().nullish(),
  tenantId: z.string().nullish(),
  userPrincipalName: name,
  email: name,
});

/** A member with neither role nor tenant is none that anything is known of. */
function readMember(account: unknown): Member {
  const { userRole, tenantId, userPrincipalName, email } = told.parse(account);
  const names = [userPrincipalName, email].flatMap((name) => (name ? [name.toLowerCase()] : []));
  const accountNames = [...new Set(names)];
  if (!userRole && !tenantId) return { ...unknown, accountNames };
  const entry = {
    kind: 'listed',
    role: userRole?.toLowerCase() || undefined,
    tenantId: tenantId || undefined,
  } as const;
  return { entry, accountNames };
}
