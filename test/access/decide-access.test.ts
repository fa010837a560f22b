import { type Asker, decideAccess, type Place } from '../../src/access/decide-access.ts';
import type { AccessRules } from '../../src/config/config.ts';

const home = 'home-tenant';
const rules = (differences: Partial<AccessRules> = {}): AccessRules => ({
  enforced: true,
  tenants: [home],
  users: [],
  teams: [],
  channels: [],
  chats: [],
  allMembers: false,
  guests: false,
  ...differences,
});
const person = (differences: Partial<Asker> = {}): Asker => ({
  userId: 'Adele',
  tenantId: home,
  isBot: false,
  isGuest: async () => false,
  accountNames: async () => [],
  ...differences,
});
const personal: Place = { kind: 'personal', conversationId: 'a:1' };
const chat: Place = { kind: 'groupChat', conversationId: '19:chat@thread.v2' };
const channel = (group?: string): Place => ({
  kind: 'channel',
  conversationId: '19:general@thread.tacv2;messageid=1',
  channelId: '19:general@thread.tacv2',
  teamGroupId: async () => group,
});

const everyRule = {
  users: ['adele'],
  allMembers: true,
  chats: [chat.conversationId],
  channels: ['19:general@thread.tacv2'],
  teams: ['soc'],
};

test.each<[string, Partial<AccessRules>, Place, boolean]>([
  ['a listed person in a personal chat', { users: ['adele'] }, personal, true],
  ['a listed person in a group chat', { users: ['adele'] }, chat, true],
  ['a listed person in a channel', { users: ['adele'] }, channel(), true],
  ['a person who is not listed', { users: ['dana'] }, personal, false],
  ['any member, if all are allowed', { allMembers: true }, personal, true],
  ['a member of a listed group chat, there', { chats: ['19:chat@thread.v2'] }, chat, true],
  ['a member of a listed group chat, in a personal chat', { chats: ['19:chat@thread.v2'] }, personal, false],
  ['a member of another group chat', { chats: ['19:other@thread.v2'] }, chat, false],
  ['a member of a listed channel, there', { channels: ['19:general@thread.tacv2'] }, channel(), true],
  ['a member of another channel', { channels: ['19:other@thread.tacv2'] }, channel(), false],
  ['a member of a listed team, in its channel', { teams: ['soc'] }, channel('SOC'), true],
  ['a member of a listed team, in a personal chat', { teams: ['soc'] }, personal, false],
  ['a member of another team', { teams: ['soc'] }, channel('sales'), false],
  ['a channel whose team can not be told', { teams: ['soc'] }, channel(undefined), false],
  ['a chat whose id is listed as a channel', { channels: ['19:chat@thread.v2'] }, chat, false],
  ['nobody, without a rule', {}, personal, false],
])('%s', async (_, rule, place, allowed) => {
  await expect(decideAccess(rules(rule), person(), place)).resolves.toMatchObject({ allowed });
});

describe.each([personal, chat, channel('soc')])('whatever the rules, in place %#', (place) => {
  test.each<[string, Partial<Asker>, string]>([
    ['a bot', { isBot: true }, 'bot'],
    ['somebody without an Entra object id', { userId: undefined }, 'no-user-id'],
    ['somebody of another tenant', { tenantId: 'foreign' }, 'other-tenant'],
    ['somebody of an unknown tenant', { tenantId: undefined }, 'other-tenant'],
    ['a guest', { isGuest: async () => true }, 'guest'],
  ])('%s is refused', async (_, differences, denial) => {
    await expect(decideAccess(rules(everyRule), person(differences), place)).resolves.toEqual({
      allowed: false,
      denial,
    });
  });
});

test('a guest is let in only if guests are allowed and a rule fits', async () => {
  const guest = person({ isGuest: async () => true });
  await expect(decideAccess(rules({ allMembers: true, guests: true }), guest, personal)).resolves.toEqual({
    allowed: true,
  });
  await expect(decideAccess(rules({ guests: true }), guest, personal)).resolves.toMatchObject({ denial: 'no-rule' });
});

test('while the roster does not answer, listed persons may ask and others may not', async () => {
  const unknown = person({ isGuest: async () => undefined });
  await expect(decideAccess(rules({ users: ['adele'] }), unknown, personal)).resolves.toEqual({ allowed: true });
  await expect(decideAccess(rules({ allMembers: true }), unknown, personal)).resolves.toMatchObject({
    denial: 'guest-unknown',
  });
});

test('the roster is asked only where its answer matters', async () => {
  let asked = 0;
  const counting = person({
    isGuest: async () => {
      asked += 1;
      return false;
    },
  });
  await decideAccess(rules({ enforced: false }), counting, personal);
  await decideAccess(rules(), counting, personal);
  await decideAccess(rules({ allMembers: true, guests: true }), counting, personal);
  expect(asked).toBe(0);
  await decideAccess(rules({ allMembers: true }), counting, personal);
  expect(asked).toBe(1);
});

test('where nothing is enforced (offline without a rule) everyone is allowed', async () => {
  const nobody = person({ userId: undefined, tenantId: undefined });
  await expect(decideAccess(rules({ enforced: false }), nobody, personal)).resolves.toEqual({ allowed: true });
});
