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

/** What Teams' roster of the conversation says of the asker. */
export type RosterEntry =
  /** `role`: as Teams names it, in lower case. `tenantId`: the person's own. Each undefined where Teams does not say. */
  | { readonly kind: 'listed'; readonly role: string | undefined; readonly tenantId: string | undefined }
  /** The bot is no member of the conversation, so Teams shows it no roster. */
  | { readonly kind: 'not-installed' }
  | { readonly kind: 'unknown' };

/** Who asks. All of it comes from the activity that Teams signed or from Teams' roster, never from a card's data. */
export interface Asker {
  /** Entra object id. */
  readonly userId: string | undefined;
  readonly tenantId: string | undefined;
  /** As Teams shows it to others; undefined where it does not say. */
  readonly name?: string | undefined;
  readonly isBot: boolean;
  /** Asked only of somebody whom a rule fits. */
  rosterEntry(): Promise<RosterEntry>;
  /** The names under which incidents may be assigned to the person, in lower case; asked only when it matters. */
  accountNames(): Promise<readonly string[]>;
}

/** Whether a person is in one of the allowed Entra groups; undefined: it could not be checked. */
export type IsInAllowedGroup = (userId: string) => Promise<boolean | undefined>;

/** Why a question was refused, for the audit trail. */
export type Denial =
  | 'no-user-id'
  | 'bot'
  | 'other-tenant'
  | 'guest'
  | 'no-rule'
  /** What could not be checked; the person is told so, and nothing else. */
  | 'roster-unknown'
  | 'group-unknown'
  | 'not-installed';
export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly denial: Denial };

const allowed: Decision = { allowed: true };
const deny = (denial: Denial): Decision => ({ allowed: false, denial });

/**
 * Decides whether `asker` may see incidents in `place`. Deny by default: a person in the list or in an allowed group
 * may ask anywhere, a place in the list lets its members ask there, and none of it helps a bot, a foreign tenant or,
 * unless guests are allowed, a guest. Nothing is kept and nothing is asked that the rules do not need.
 */
export async function decideAccess(
  rules: AccessRules,
  asker: Asker,
  place: Place,
  isInAllowedGroup: IsInAllowedGroup,
): Promise<Decision> {
  if (!rules.enforced) return allowed;
  const { userId, tenantId } = asker;
  if (asker.isBot) return deny('bot');
  if (userId === undefined) return deny('no-user-id');
  if (!isAllowedTenant(rules, tenantId)) return deny('other-tenant');

  const named = rules.users.includes(userId.toLowerCase());
  if (!named && !rules.allMembers && !(await isAllowedPlace(rules, place))) {
    if (rules.groups.length === 0) return deny('no-rule');
    const inGroup = await isInAllowedGroup(userId);
    if (inGroup !== true) return deny(inGroup === undefined ? 'group-unknown' : 'no-rule');
  }
  return decideByRoster(rules, named, await asker.rosterEntry());
}

/** The activity names one tenant, and the roster may know better: a guest or federated person is seen there. */
function decideByRoster(rules: AccessRules, named: boolean, entry: RosterEntry): Decision {
  // A person whom the admin named by id is not kept out by a roster that does not answer.
  const untold = (denial: Denial) => (named ? allowed : deny(denial));
  switch (entry.kind) {
    case 'unknown':
      return untold('roster-unknown');
    case 'not-installed':
      return untold('not-installed');
    case 'listed': {
      const { role, tenantId } = entry;
      if (role !== undefined && !isAllowedRole(rules, role)) return deny('guest');
      if (tenantId !== undefined && !isAllowedTenant(rules, tenantId)) return deny('other-tenant');
      const isTold = role !== undefined && isAllowedTenant(rules, tenantId);
      return isTold ? allowed : untold('roster-unknown');
    }
  }
}

/** Refused besides guests: somebody at a meeting without an account, and roles that Teams may yet invent. */
function isAllowedRole({ guests }: AccessRules, role: string): boolean {
  return role === 'user' || role === 'owner' || (guests && role === 'guest');
}

function isAllowedTenant({ tenants }: AccessRules, tenantId: string | undefined): boolean {
  return tenants.length === 0 || tenants.includes(tenantId?.toLowerCase() ?? '');
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
