import type { AccessRules } from '../config/config.ts';

/** Where a question was asked. */
export type Place =
  | { readonly kind: 'personal'; readonly conversationId: string }
  | { readonly kind: 'groupChat'; readonly conversationId: string }
  | {
      readonly kind: 'channel';
      readonly conversationId: string;
      readonly channelId: string;
      /** Entra group id of the team; asked only when a team rule is set. Undefined: it could not be told. */
      teamGroupId(): Promise<string | undefined>;
    };

/** Who asks. All of it comes from the activity that Teams signed or from Teams' roster, never from a card's data. */
export interface Asker {
  /** Entra object id. */
  readonly userId: string | undefined;
  readonly tenantId: string | undefined;
  readonly isBot: boolean;
  /** Whether the roster knows the person as a guest; asked only when it matters. Undefined: it could not be told. */
  isGuest(): Promise<boolean | undefined>;
  /** The names under which incidents may be assigned to the person, in lower case; asked only when it matters. */
  accountNames(): Promise<readonly string[]>;
}

/** Why a question was refused, for the audit trail; the person is told one and the same thing for all. */
export type Denial = 'no-user-id' | 'bot' | 'other-tenant' | 'guest' | 'guest-unknown' | 'no-rule';
export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly denial: Denial };

const allowed: Decision = { allowed: true };
const deny = (denial: Denial): Decision => ({ allowed: false, denial });

/**
 * Decides whether `asker` may see incidents in `place`. Deny by default: a person in the list may ask anywhere,
 * a place in the list lets its members ask there, and neither helps a bot, a foreign tenant or, unless guests
 * are allowed, a guest. A person whom the admin listed by id is not kept out by a roster that does not answer.
 */
export async function decideAccess(rules: AccessRules, asker: Asker, place: Place): Promise<Decision> {
  if (!rules.enforced) return allowed;
  const { userId, tenantId } = asker;
  if (asker.isBot) return deny('bot');
  if (userId === undefined) return deny('no-user-id');
  if (rules.tenants.length > 0 && !rules.tenants.includes(tenantId?.toLowerCase() ?? '')) return deny('other-tenant');

  const listed = rules.users.includes(userId.toLowerCase());
  if (!listed && !rules.allMembers && !(await isAllowedPlace(rules, place))) return deny('no-rule');
  if (rules.guests) return allowed;
  const guest = await asker.isGuest();
  if (guest === undefined) return listed ? allowed : deny('guest-unknown');
  return guest ? deny('guest') : allowed;
}

async function isAllowedPlace(rules: AccessRules, place: Place): Promise<boolean> {
  switch (place.kind) {
    case 'personal':
      return false;
    case 'groupChat':
      return rules.chats.includes(place.conversationId);
    case 'channel': {
      if (rules.channels.includes(place.channelId)) return true;
      if (rules.teams.length === 0) return false;
      const group = await place.teamGroupId();
      return group !== undefined && rules.teams.includes(group.toLowerCase());
    }
  }
}
