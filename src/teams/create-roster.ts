import { TeamsInfo, type TurnContext } from 'botbuilder';
import { LRUCache } from 'lru-cache';
import { beforeAbort } from '../incidents/before-abort.ts';
import { withoutThread } from './without-thread.ts';

/** What Teams' roster knows and an activity does not say. Answers are kept for an hour, failures are not. */
export interface Roster {
  /** Whether the asker is a guest; undefined where the roster does not answer in time. */
  isGuest(context: TurnContext, deadline: AbortSignal): Promise<boolean | undefined>;
  /** The names under which the asker has an account, in lower case; empty where the roster does not answer in time. */
  accountNames(context: TurnContext, deadline: AbortSignal): Promise<readonly string[]>;
  /** The Entra group id of the team; undefined where it can not be told. */
  teamGroupId(context: TurnContext, deadline: AbortSignal): Promise<string | undefined>;
}

const kept = { max: 10_000, ttl: 60 * 60 * 1000 };

interface Member {
  readonly isGuest: boolean;
  readonly accountNames: readonly string[];
}

/** Creates the roster over the connector of each turn. */
export function createRoster(): Roster {
  const members = new LRUCache<string, Member>(kept);
  const groups = new LRUCache<string, string>(kept);

  async function member(context: TurnContext, deadline: AbortSignal): Promise<Member | undefined> {
    const { conversation, from } = context.activity;
    const key = JSON.stringify([conversation.id, from.id]);
    const known = members.get(key);
    if (known !== undefined) return known;
    const found = await orUndefined(() => TeamsInfo.getMember(context, from.id), deadline);
    if (found === undefined) return undefined;
    const { userRole, userPrincipalName, email } = found;
    const names = [userPrincipalName, email].flatMap((name) => (name ? [name.toLowerCase()] : []));
    const read = { isGuest: userRole?.toLowerCase() === 'guest', accountNames: [...new Set(names)] };
    members.set(key, read);
    return read;
  }

  return {
    isGuest: async (context, deadline) => (await member(context, deadline))?.isGuest,
    accountNames: async (context, deadline) => (await member(context, deadline))?.accountNames ?? [],
    async teamGroupId(context, deadline) {
      const key = withoutThread(context.activity.conversation.id);
      const known = groups.get(key);
      if (known !== undefined) return known;
      const team = await orUndefined(async () => TeamsInfo.getTeamDetails(context), deadline);
      if (team?.aadGroupId !== undefined) groups.set(key, team.aadGroupId);
      return team?.aadGroupId;
    },
  };
}

/** The result, or undefined after a failure or at the deadline: the access rules say what an unknown means. */
function orUndefined<T>(work: () => Promise<T>, deadline: AbortSignal): Promise<T | undefined> {
  return beforeAbort(work, deadline, 'roster').catch(() => undefined);
}
