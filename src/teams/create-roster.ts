import { TeamsInfo, type TurnContext } from 'botbuilder';
import { LRUCache } from 'lru-cache';
import { beforeAbort } from '../incidents/before-abort.ts';
import { withoutThread } from './without-thread.ts';

/** What Teams' roster knows and an activity does not say. Answers are kept for an hour, failures are not. */
export interface Roster {
  /** Whether the asker is a guest; undefined where the roster does not answer in time. */
  isGuest(context: TurnContext, deadline: AbortSignal): Promise<boolean | undefined>;
  /** The Entra group id of the team; undefined where it can not be told. */
  teamGroupId(context: TurnContext, deadline: AbortSignal): Promise<string | undefined>;
}

const kept = { max: 10_000, ttl: 60 * 60 * 1000 };

/** Creates the roster over the connector of each turn. */
export function createRoster(): Roster {
  const guests = new LRUCache<string, boolean>(kept);
  const groups = new LRUCache<string, string>(kept);
  return {
    async isGuest(context, deadline) {
      const { conversation, from } = context.activity;
      const key = JSON.stringify([conversation.id, from.id]);
      const known = guests.get(key);
      if (known !== undefined) return known;
      const member = await orUndefined(() => TeamsInfo.getMember(context, from.id), deadline);
      if (member === undefined) return undefined;
      const guest = member.userRole?.toLowerCase() === 'guest';
      guests.set(key, guest);
      return guest;
    },
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
