import { type SampleIncident, sampleIncidents } from '../../src/sandbox/sample-incidents.ts';
import { asker, createInvoke } from '../support/activities.ts';
import { actionsOf, type CardElement, elementsOf } from '../support/card-elements.ts';
import { createConversation, shown } from '../support/conversation.ts';
import type { PostedActivity } from '../support/fake-connector.ts';

const talk = createConversation();
const { start, ask } = talk;
afterEach(() => talk.close());

const sample = sampleIncidents.get('29') as SampleIncident;
const theirs = { status: 'active', severity: 'low', assignedTo: 'other@contoso.com' };
const now = Date.parse('2026-03-10T12:00:00Z');

/** `count` incidents an hour apart, 1 being the newest; low and somebody else's, but those that `special` names. */
function crowd(count: number, special: Record<number, Partial<SampleIncident>>, usual: Partial<SampleIncident> = {}) {
  return new Map(
    Array.from({ length: count }, (_, n): [string, SampleIncident] => {
      const id = String(n + 1);
      const createdDateTime = new Date(now - n * 3_600_000).toISOString();
      return [id, { ...sample, ...theirs, ...usual, createdDateTime, ...special[n + 1], id }];
    }),
  );
}

const open = () =>
  crowd(1000, {
    900: { assignedTo: 'Adele.Vance@contoso.com' },
    920: { severity: 'medium' },
    950: { severity: 'high' },
    980: { assignedTo: null },
    990: { status: 'inProgress' },
  });
const resolved = () =>
  crowd(400, { 300: { severity: 'high' }, 350: { assignedTo: 'adele.vance@contoso.com' } }, { status: 'resolved' });

async function startWith(incidents: ReadonlyMap<string, SampleIncident>, api = 'graph-v1.0') {
  await start({ sandbox: { incidents, now: () => now }, env: { INCIDENT_API: api }, now: () => now });
  talk.bot.connector.member = { id: asker.id, userPrincipalName: 'adele.vance@contoso.com' };
}

async function idsFor(text: string) {
  const { activity } = await ask(text);
  const rows = elementsOf(activity.attachments[0].content).flatMap(({ selectAction }) => selectAction ?? []);
  return { ids: rows.map(({ data }) => data.incidents), texts: shown({ activity } as PostedActivity) };
}

describe.each(['graph-v1.0', 'graph-beta', 'defender-xdr'])('among 1000 open incidents of %s', (api) => {
  test.each([
    ['/incidents high', ['950']],
    ['/incidents medium', ['920']],
    ['/incidents high medium', ['950', '920']],
    ['/incidents mine', ['900']],
    ['/incidents unassigned', ['980']],
    ['/incidents in progress', ['990']],
    ['/incidents low mine', ['900']],
    ['/incidents high mine', []],
  ])('%j finds %j, however old', async (text, expected) => {
    await startWith(open(), api);
    expect((await idsFor(text)).ids).toEqual(expected);
  });

  test('/incidents begins with the most urgent, however old', async () => {
    await startWith(open(), api);
    expect((await idsFor('/incidents')).ids).toEqual(['950', '920', '1', '2', '3', '4', '5', '6', '7', '8']);
  });

  test('what is said of the rest is true', async () => {
    await startWith(open(), api);
    const rest = 'There are more in all; only the newest 150 were looked at, and ';
    const known = api === 'defender-xdr' ? undefined : `${rest}2 older ones that the API picked out.`;
    const { texts } = await idsFor('/incidents');
    if (known === undefined) expect(texts).not.toContain('There are more');
    else expect(texts).toContain(known);
    expect((await idsFor('/incidents high')).texts).not.toContain('There are more');
    expect((await idsFor('/incidents unassigned')).texts).toContain(`${rest}1 older one that the API picked out.`);
  });

  test('More goes on in what was found, without another call', async () => {
    await startWith(open(), api);
    const { activity } = await ask('/incidents');
    const calls = talk.bot.sandbox.calls.length;
    const more = actionsOf(activity.attachments[0].content).find(({ title }) => title === 'More') ?? {};
    const value = { action: { type: more.type, verb: more.verb, data: more.data } };
    const invoke = createInvoke('adaptiveCard/action', value, talk.bot.connector.serviceUrl);
    const { value: card } = (await (await talk.bot.post(invoke)).json()) as CardElement;
    const rows = elementsOf(card).flatMap(({ selectAction }) => selectAction ?? []);
    expect(rows.map(({ data }) => data.incidents)).toEqual(Array.from({ length: 10 }, (_, n) => String(n + 9)));
    expect(talk.bot.sandbox.calls).toHaveLength(calls);
  });

  test('/incidents today knows all of the day', async () => {
    await startWith(open(), api);
    const { ids, texts } = await idsFor('/incidents today');
    expect(ids).toHaveLength(10);
    expect(texts).toContain('1 to 10 of 13');
    expect(texts).not.toContain('There are more');
  });
});

test.each(['graph-v1.0', 'graph-beta', 'defender-xdr'])(
  '400 resolved incidents of %s are filtered as well',
  async (api) => {
    await startWith(resolved(), api);
    expect((await idsFor('/incidents resolved high')).ids).toEqual(['300']);
    expect((await idsFor('/incidents resolved mine')).ids).toEqual(['350']);
  },
);

test.each([
  ['graph-v1.0', 0, 1],
  ['graph-v1.0', 150, 3],
  ['defender-xdr', 149, 3],
])('%s of %i open incidents is asked %i times at most, whatever is wanted', async (api, count, calls) => {
  await startWith(crowd(count, {}), api);
  for (const text of ['', 'high', 'mine', 'unassigned today', 'in progress']) await ask(`/incidents ${text}`);
  expect(talk.bot.sandbox.calls).toHaveLength(calls);
});

test.each([
  ['graph-v1.0', '/incidents', 5],
  ['graph-v1.0', '/incidents high', 4],
  ['graph-v1.0', '/incidents mine', 21],
  ['graph-v1.0', '/incidents unassigned', 4],
  ['graph-v1.0', '/incidents resolved', 1],
  ['defender-xdr', '/incidents', 12],
  ['defender-xdr', '/incidents high', 12],
  ['defender-xdr', '/incidents unassigned', 4],
])('among 1000 open incidents %s is asked by %j %i times', async (api, text, calls) => {
  await startWith(open(), api);
  await ask(text);
  expect(talk.bot.sandbox.calls).toHaveLength(calls);
});

test('the most urgent of too many unassigned ones are found', async () => {
  await startWith(crowd(600, { 580: { severity: 'high' }, 590: { severity: 'medium' } }, { assignedTo: null }));
  expect((await idsFor('/incidents unassigned')).ids.slice(0, 3)).toEqual(['580', '590', '1']);
});

test('whoever is named with a quote is looked for under that name', async () => {
  await startWith(crowd(300, { 290: { assignedTo: "pat.o'neill@contoso.com" } }));
  talk.bot.connector.member = { id: asker.id, userPrincipalName: "Pat.O'Neill@contoso.com", email: 'pat@contoso.com' };
  expect((await idsFor('/incidents mine')).ids).toEqual(['290']);
  expect(talk.bot.sandbox.calls).toHaveLength(4);
  const { searchParams } = new URL(talk.bot.sandbox.calls.at(-1)?.path ?? '', 'http://x');
  expect(searchParams.get('$filter')).toBe(
    "status ne 'resolved' and status ne 'redirected' and (assignedTo eq 'pat.o''neill@contoso.com' or assignedTo eq 'pat@contoso.com')",
  );
});
