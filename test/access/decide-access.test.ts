import {
  type Asker,
  type Decision,
  decideAccess,
  type Place,
  type RosterEntry,
} from '../../src/access/decide-access.ts';
import type { AccessRules } from '../../src/config/config.ts';
import { tally } from '../support/tally.ts';

const home = 'home-tenant';
const none: AccessRules = {
  enforced: true,
  tenants: [home],
  users: [],
  teams: [],
  channels: [],
  chats: [],
  groups: [],
  allMembers: false,
  guests: false,
};

const channelOf = (id: string, group: string | undefined): Place => ({
  kind: 'channel',
  conversationId: `19:${id}@thread.tacv2;messageid=1`,
  channelId: `19:${id}@thread.tacv2`,
  teamGroupId: async () => group,
});
const places = {
  personal: { kind: 'personal', conversationId: 'a:1' },
  'a chat': { kind: 'groupChat', conversationId: '19:chat@thread.v2' },
  'another chat': { kind: 'groupChat', conversationId: '19:other@thread.v2' },
  'a channel': channelOf('general', 'SOC'),
  'its team': channelOf('another', 'Soc'),
  'another team': channelOf('third', 'sales'),
  'an unknown team': channelOf('fourth', undefined),
} satisfies Record<string, Place>;
type PlaceName = keyof typeof places;

/** Where each rule lets Adele ask, who is an ordinary member of the home tenant and of the group "responders". */
const everywhere = Object.keys(places) as PlaceName[];
const rules: [string, Partial<AccessRules>, readonly PlaceName[]][] = [
  ['no rule', {}, []],
  ['Adele', { users: ['adele'] }, everywhere],
  ['somebody else', { users: ['dana'] }, []],
  ['all members', { allMembers: true }, everywhere],
  ['a group of hers', { groups: ['responders'] }, everywhere],
  ['a group of others', { groups: ['auditors'] }, []],
  ['the chat', { chats: ['19:chat@thread.v2'] }, ['a chat']],
  ['the chat, listed as a channel', { channels: ['19:chat@thread.v2'] }, []],
  ['the channel', { channels: ['19:general@thread.tacv2'] }, ['a channel']],
  ['the channel, listed as a chat', { chats: ['19:general@thread.tacv2', '19:general@thread.tacv2;messageid=1'] }, []],
  ['the team', { teams: ['soc'] }, ['a channel', 'its team']],
  ['guests alone', { guests: true }, []],
  [
    'everything',
    { users: ['adele'], allMembers: true, groups: ['responders'], chats: ['19:chat@thread.v2'] },
    everywhere,
  ],
  ['all members, and guests', { allMembers: true, guests: true }, everywhere],
  ['Adele, and guests', { users: ['adele'], guests: true }, everywhere],
  ['the channel, and guests', { channels: ['19:general@thread.tacv2'], guests: true }, ['a channel']],
];

const listed =
  (role: string | undefined, tenantId: string | undefined = home) =>
  async (): Promise<RosterEntry> => ({
    kind: 'listed',
    role,
    tenantId,
  });
const untold = (role: string) => async (): Promise<RosterEntry> => ({ kind: 'listed', role, tenantId: undefined });
/** What a person must be, besides: anybody a rule fits, only somebody named by id, only where guests are, nobody. */
type Condition = 'whom a rule fits' | 'named' | 'guests' | 'named and guests' | 'nobody';
const people: [string, Partial<Asker>, Condition][] = [
  ['a member', {}, 'whom a rule fits'],
  [
    'a member of the home tenant, by the roster, too',
    { rosterEntry: listed('user', 'Home-Tenant') },
    'whom a rule fits',
  ],
  ['an owner of the team', { rosterEntry: listed('owner', home) }, 'whom a rule fits'],
  ['a member whose ids are written in capitals', { userId: 'ADELE', tenantId: 'HOME-TENANT' }, 'whom a rule fits'],
  ['a guest', { rosterEntry: listed('guest', home) }, 'guests'],
  ['a member whose tenant the roster does not tell', { rosterEntry: untold('user') }, 'named'],
  ['a guest whose tenant the roster does not tell', { rosterEntry: untold('guest') }, 'named and guests'],
  ['somebody whom the roster does not know', { rosterEntry: async () => ({ kind: 'unknown' }) }, 'named'],
  ['somebody where the bot is not installed', { rosterEntry: async () => ({ kind: 'not-installed' }) }, 'named'],
  ['somebody whose role the roster does not tell', { rosterEntry: listed(undefined) }, 'named'],
  ['a federated person whose role it does not tell', { rosterEntry: listed(undefined, 'foreign') }, 'nobody'],
  ['somebody at a meeting without an account', { rosterEntry: listed('anonymous') }, 'nobody'],
  ['a role that Teams may yet invent', { rosterEntry: listed('visitor', home) }, 'nobody'],
  ['a federated person, by the roster', { rosterEntry: listed('user', 'foreign') }, 'nobody'],
  ['a foreign guest, by the roster', { rosterEntry: listed('guest', 'foreign') }, 'nobody'],
  ['somebody of another tenant', { tenantId: 'foreign' }, 'nobody'],
  ['somebody of no known tenant', { tenantId: undefined }, 'nobody'],
  ['somebody without an Entra object id', { userId: undefined }, 'nobody'],
  ['a bot', { isBot: true }, 'nobody'],
];

const adele: Asker = {
  userId: 'adele',
  tenantId: home,
  isBot: false,
  rosterEntry: listed('user', home),
  accountNames: async () => [],
};
const groupsOf = (rule: Partial<AccessRules>) => async (userId: string) =>
  userId.toLowerCase() === 'adele' && (rule.groups ?? []).includes('responders');

function meets(condition: Condition, { users = [], guests = false }: Partial<AccessRules>): boolean {
  if (condition === 'named') return users.includes('adele');
  if (condition === 'guests') return guests;
  if (condition === 'named and guests') return guests && users.includes('adele');
  return condition === 'whom a rule fits';
}

describe.each(rules)('with a rule for %s', (_, rule, where) => {
  test.each(people)('%s is let in only where that may be', async (_person, differences, condition) => {
    const asker = { ...adele, ...differences };
    const expected = everywhere.map((place) => where.includes(place) && meets(condition, rule));
    const decisions = everywhere.map((place) =>
      decideAccess({ ...none, ...rule }, asker, places[place], groupsOf(rule)),
    );
    const decided = (await Promise.all(decisions)).map(({ allowed }) => allowed);
    tally('persons and places', {
      tried: decided.length,
      'wrongly allowed': decided.filter((allowed, place) => allowed && !expected[place]).length,
      'wrongly denied': decided.filter((allowed, place) => !allowed && expected[place]).length,
    });
    expect(decided).toEqual(expected);
  });
});

const everyRule = { ...none, users: ['adele'], allMembers: true };
const decide = (differences: Partial<Asker>, rule: Partial<AccessRules> = {}) =>
  decideAccess({ ...none, ...rule }, { ...adele, ...differences }, places.personal, groupsOf(rule));

test.each<[string, Promise<Decision>, string]>([
  ['a bot', decide({ isBot: true }, everyRule), 'bot'],
  ['nobody in particular', decide({ userId: undefined }, everyRule), 'no-user-id'],
  ['a foreign activity', decide({ tenantId: 'foreign' }, everyRule), 'other-tenant'],
  ['a foreign person', decide({ rosterEntry: listed('user', 'foreign') }, everyRule), 'other-tenant'],
  ['a guest', decide({ rosterEntry: listed('guest', home) }, everyRule), 'guest'],
  ['no rule', decide({}), 'no-rule'],
  ['no group', decide({}, { groups: ['auditors'] }), 'no-rule'],
  ['no answer', decide({ rosterEntry: async () => ({ kind: 'unknown' }) }, { allMembers: true }), 'roster-unknown'],
  ['no bot', decide({ rosterEntry: async () => ({ kind: 'not-installed' }) }, { allMembers: true }), 'not-installed'],
])('the audit trail is told why: %s', async (_, decision, denial) => {
  await expect(decision).resolves.toEqual({ allowed: false, denial });
});

test('groups that can not be checked let nobody in, and say so', async () => {
  const decision = decideAccess({ ...none, groups: ['responders'] }, adele, places.personal, async () => undefined);
  await expect(decision).resolves.toEqual({ allowed: false, denial: 'group-unknown' });
});

test('neither roster nor groups are asked about somebody who is refused or let in without them', async () => {
  const asked: string[] = [];
  const counting = {
    ...adele,
    rosterEntry: async () => {
      asked.push('roster');
      return { kind: 'unknown' } as const;
    },
  };
  const groups = async () => {
    asked.push('groups');
    return true;
  };
  await decideAccess({ ...none, enforced: false }, counting, places.personal, groups);
  await decideAccess(none, counting, places.personal, groups);
  await decideAccess({ ...none, groups: ['responders'] }, { ...counting, isBot: true }, places.personal, groups);
  expect(asked).toEqual([]);
  await decideAccess({ ...none, users: ['adele'], groups: ['responders'] }, counting, places.personal, groups);
  expect(asked).toEqual(['roster']);
});

test('where nothing is enforced (offline without a rule) everyone is allowed', async () => {
  const nobody = { ...adele, userId: undefined, tenantId: undefined };
  await expect(decideAccess({ ...none, enforced: false }, nobody, places.personal, async () => false)).resolves.toEqual(
    { allowed: true },
  );
});

test('offline, tenants are a rule only where some are listed', async () => {
  const foreign = { ...adele, tenantId: 'foreign' };
  const rule = { ...none, tenants: [], users: ['adele'] };
  await expect(decideAccess(rule, foreign, places.personal, async () => false)).resolves.toEqual({ allowed: true });
});

test('offline, a roster that tells no tenant keeps nobody out where no tenant is listed', async () => {
  const rule = { ...none, tenants: [], allMembers: true };
  const asker = { ...adele, tenantId: undefined, rosterEntry: untold('user') };
  await expect(decideAccess(rule, asker, places.personal, async () => false)).resolves.toEqual({ allowed: true });
});
