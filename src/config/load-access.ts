import type { AccessRules } from './config.ts';
import type { Environment } from './environment.ts';
import { channelId, chatId, guid } from './patterns.ts';

const anything = /\S/;

/**
 * Reads who may see incidents. Online at least one rule is required, because application permissions would
 * show every incident to everyone who can reach the bot. Offline the ids may have any form (the Playground's
 * people have no proper GUIDs), and without a rule nothing is enforced.
 */
export function loadAccess(env: Environment, mode: 'online' | 'offline', botTenantId: string | undefined): AccessRules {
  const online = mode === 'online';
  const entraIds = (variable: string, meaning: string) =>
    env.list(variable, online ? guid : anything, meaning).map((id) => id.toLowerCase());

  const users = entraIds('ALLOWED_USERS', "user's Entra object id (a GUID)");
  const teams = entraIds('ALLOWED_TEAMS', "team's Entra group id (a GUID)");
  const channels = env.list('ALLOWED_CHANNELS', online ? channelId : anything, 'channel id (19:...@thread.tacv2)');
  const chats = env.list(
    'ALLOWED_CHATS',
    online ? chatId : anything,
    "group chat's conversation id (19:...@thread.v2)",
  );
  const groups = entraIds('ALLOWED_GROUPS', "group's Entra object id (a GUID)");
  const allMembers = env.flag('ALLOW_ALL_MEMBERS');
  const guests = env.flag('ALLOW_GUESTS');
  const givenTenants = entraIds('ALLOWED_TENANTS', 'tenant id (a GUID)');

  const anyRule = allMembers || [users, teams, channels, chats, groups].some((list) => list.length > 0);
  if (online && !anyRule) {
    env.problem(
      'ALLOWED_USERS',
      'no access rule is set, so everyone who can reach the bot would see every incident. Set ALLOWED_USERS (Entra > Users > ' +
        'Object ID), ALLOWED_TEAMS (Entra > Groups > Object ID), ALLOWED_GROUPS, ALLOWED_CHANNELS, ALLOWED_CHATS, or ALLOW_ALL_MEMBERS=true.',
    );
  }
  const enforced = online || anyRule || givenTenants.length > 0;
  const own = botTenantId === undefined ? [] : [botTenantId];
  return {
    enforced,
    tenants: givenTenants.length > 0 ? givenTenants : own,
    users,
    teams,
    channels,
    chats,
    groups,
    allMembers,
    guests,
  };
}
