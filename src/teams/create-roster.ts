import { type TeamsChannelAccount, TeamsInfo, type TurnContext } from 'botbuilder';
import { LRUCache } from 'lru-cache';
import type { RosterEntry } from '../access/decide-access.ts';
import { beforeAbort } from '../incidents/before-abort.ts';
import { decodeChannelData } from './decode-activity.ts';
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

/** Creates the roster over the connector of each turn. */
export function createRoster(): Roster {
  const members = new LRUCache<string, Member>(kept);
  const groups = new LRUCache<string, string>(kept);

  async function member(context: TurnContext, deadline: AbortSignal): Promise<Member> {
    const { conversation, channelData, from } = context.activity;
    const key = JSON.stringify([decodeChannelData(channelData).tenant?.id ?? conversation.tenantId, from.id]);
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
      const lookUp = async () => TeamsInfo.getTeamDetails(context);
      // The access rules say what an unknown team means.
      const team = await beforeAbort(lookUp, deadline, 'roster').catch(() => undefined);
      if (team?.aadGroupId !== undefined) groups.set(key, team.aadGroupId);
      return team?.aadGroupId;
    },
  };
}

/** A member without a role is none that anything is known of. */
function readMember({ userRole, tenantId, userPrincipalName, email }: TeamsChannelAccount): Member {
  const names = [userPrincipalName, email].flatMap((name) => (name ? [name.toLowerCase()] : []));
  const accountNames = [...new Set(names)];
  if (!userRole) return { ...unknown, accountNames };
  return { entry: { kind: 'listed', role: userRole.toLowerCase(), tenantId: tenantId || undefined }, accountNames };
}
