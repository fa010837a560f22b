import { type SampleIncident, sampleIncidents } from '../../src/sandbox/sample-incidents.ts';
import { asker, createInvoke, inChannel } from '../support/activities.ts';
import { actionsOf, type CardElement, elementsOf } from '../support/card-elements.ts';
import { createConversation, shown } from '../support/conversation.ts';
import type { PostedActivity } from '../support/fake-connector.ts';

const talk = createConversation();
const { start, ask } = talk;
afterEach(() => talk.close());

describe('/incidents', () => {
  test('lists the ten most urgent open incidents, with what tells them apart and a link each', async () => {
    await start();
    const { activity } = await ask('/incidents');
    const { content } = activity.attachments[0];
    const shows = elementsOf(content).flatMap(({ selectAction }) => (selectAction ? [selectAction] : []));
    expect(shows).toHaveLength(10);
    expect(shows[0]).toEqual({
      type: 'Action.Submit',
      data: { verb: 'show', incidents: expect.stringMatching(/^\d+$/), audience: 'everybody' },
    });
    const texts = shown({ activity } as PostedActivity);
    expect(texts).toContain('Open incidents');
    expect(texts).toMatch(/1 to 10 of \d\d, the most urgent first/);
    expect(texts).toContain('Incident 41 · High · Active');
    expect(texts).toContain('Unassigned · ');
    expect(texts).not.toContain('Resolved');
    expect(texts.match(/\[Open in Defender portal\]\(https:\/\/security\.microsoft\.com\/incident/g)).toHaveLength(10);
    expect(activity.summary).toMatch(/^Open incidents \(\d+\)$/);
    expect(talk.bot.sandbox.calls.map(({ path }) => path)).toEqual([
      expect.stringContaining('/v1.0/security/incidents?'),
    ]);
  });

  test.each([
    ['/incidents high unassigned', ['41', '30']],
    ['incidents informational', ['34']],
    ['/incidents: low', ['36']],
    ['/incidents resolved', ['31']],
    ['/incidents in progress', ['32']],
    ['/incidents awaiting', ['33']],
    ['/incidents awaiting action', ['33']],
    ['/incidents „high“ – unassigned', ['41', '30']],
    ['/incidents unassigned resolved', []],
    ['/incidents today', []],
  ])('%j lists exactly %j', async (text, ids) => {
    await start();
    const { activity } = await ask(text);
    const shows = elementsOf(activity.attachments[0].content).flatMap(({ selectAction }) => selectAction ?? []);
    expect(shows.map(({ data }) => data.incidents)).toEqual(ids);
    if (ids.length === 0)
      expect(shown({ activity } as PostedActivity)).toContain('No incident matches. Filters are: high');
  });

  test.each(['graph-v1.0', 'graph-beta'])('an old high incident is found among 400 open ones by %s', async (api) => {
    const incidents = new Map(
      Array.from({ length: 400 }, (_, n) => {
        const id = String(n + 1);
        const fields = n === 0 ? {} : { severity: 'medium', createdDateTime: '2026-02-01T00:00:00Z' };
        return [id, { ...(sampleIncidents.get('30') as SampleIncident), ...fields, id }];
      }),
    );
    await start({ sandbox: { incidents }, env: { INCIDENT_API: api } });
    const texts = shown(await ask('/incidents high'));
    expect(texts).toContain('Incident 1 · High');
    expect(texts).toContain('1 to 1 of 1');
    // All of that severity are known.
    expect(texts).not.toContain('There are more');
  });

  test('mine are those of the person whom Teams names, and nobody’s where it names none', async () => {
    await start();
    talk.bot.connector.member = { id: asker.id, userPrincipalName: 'KaiC@contoso.onmicrosoft.com' };
    expect(shown(await ask('/incidents mine'))).toContain('Incident 2972395');
    expect(shown(await ask('/incidents mine'))).toContain('1 to 1 of 1');
    talk.bot.connector.member = undefined;
    const stranger = { from: { id: '29:other', name: 'Other', aadObjectId: 'x' } };
    expect(shown(await ask('/incidents mine', stranger))).toContain('Teams did not say who you are');
  });

  test('More goes on in the list that was shown, even if incidents have come and gone since', async () => {
    let time = Date.now();
    const incidents = new Map(sampleIncidents);
    await start({ sandbox: { incidents }, now: () => time });
    const { content } = (await ask('/incidents')).activity.attachments[0];
    const more = actionsOf(content).find(({ title }) => title === 'More') ?? {};
    const first = elementsOf(content).flatMap(({ selectAction }) => selectAction?.data.incidents ?? []);
    for (const id of first.slice(0, 3)) incidents.delete(id);
    time += 60_000;
    const value = { action: { type: more.type, verb: more.verb, data: more.data } };
    const press = async () =>
      (await talk.bot.post(createInvoke('adaptiveCard/action', value, talk.bot.connector.serviceUrl))).json();
    const next = elementsOf(((await press()) as CardElement).value);
    const second = next.flatMap(({ selectAction }) => selectAction?.data.incidents ?? []);
    const open = [...sampleIncidents.values()].filter(({ status }) => !['resolved', 'redirected'].includes(status));
    expect(second).toHaveLength(open.length - 10);
    expect(second.filter((id) => first.includes(id))).toEqual([]);
    expect(talk.bot.sandbox.calls).toHaveLength(1);
    value.action.data = { ...more.data, asOf: '1' };
    expect(JSON.stringify(await press())).toContain('Open incidents');
    expect(talk.bot.sandbox.calls).toHaveLength(2);
  });

  test('More shows the rest to whoever asks, one by one, without another call', async () => {
    await start();
    const seen: string[] = [];
    let card = (await ask('/incidents', inChannel())).activity.attachments[0].content;
    for (let page = 1; page < 9; page++) {
      seen.push(...elementsOf(card).flatMap(({ selectAction }) => selectAction?.data.incidents ?? []));
      const more = actionsOf(card).find(({ title }) => title === 'More');
      if (more === undefined) break;
      const value = { action: { type: more.type, verb: more.verb, data: more.data } };
      const invoke = createInvoke('adaptiveCard/action', value, talk.bot.connector.serviceUrl, inChannel());
      card = ((await (await talk.bot.post(invoke)).json()) as CardElement).value;
    }
    const open = [...sampleIncidents.values()].filter(({ status }) => !['resolved', 'redirected'].includes(status));
    expect(seen).toHaveLength(open.length);
    expect(new Set(seen)).toEqual(new Set(open.map(({ id }) => id)));
    expect(talk.bot.sandbox.calls).toHaveLength(1);
    expect(talk.bot.connector.updated).toEqual([]);
  });

  test('a selected row is answered with its card, in the same thread', async () => {
    await start();
    await ask('/incidents', inChannel());
    const press = { text: undefined, value: { verb: 'show', incidents: '30' }, replyToId: 'posted-1', ...inChannel() };
    const { activity, conversationId } = await ask('', press);
    expect(shown({ activity } as PostedActivity)).toContain('Ransomware activity on a file server');
    expect(conversationId).toBe(inChannel().conversation.id);
  });

  test.each([
    ['/incidents hgih', 'Try: /incidents high'],
    ['/incidents of my team', 'Filters are: high, medium, low, '],
    ['/incidents high foo', 'Try: /incidents high'],
    ['/incidnets high', 'Try: /incidents high'],
    ['/incidents mine unassigned', 'Try: /incidents mine'],
    ['/incidents resolved active', 'Try: /incidents resolved'],
    ['/incidents 29', 'Try: /incident 29'],
    ['/incidents top 5', 'Filters are: high, medium, low, '],
    ['/incident high', 'Try: /incidents high'],
    ['please show 30', 'Try: /incident 30'],
  ])('%j is answered with a form that can be read, and costs nothing', async (text, hint) => {
    await start();
    expect(shown(await ask(text))).toContain(hint);
    expect(talk.bot.sandbox.calls).toEqual([]);
  });

  test.each([[{ list: 'drop table' }], [{ list: 'high page 2; x' }], [{ list: 5 }], [{ list: 'x'.repeat(500) }]])(
    'More with %j shows nothing that was not asked for',
    async (data) => {
      await start();
      const value = { action: { type: 'Action.Execute', verb: 'list', data } };
      const response = await talk.bot.post(createInvoke('adaptiveCard/action', value, talk.bot.connector.serviceUrl));
      expect(((await response.json()) as CardElement).type).toBe('application/vnd.microsoft.activity.message');
      expect(talk.bot.sandbox.calls).toEqual([]);
    },
  );

  test('an earlier list stands in while the API is down, and says its age', async () => {
    let time = Date.now();
    await start({ now: () => time });
    await ask('/incidents high');
    await talk.bot.sandbox.close();
    time += 180_000;
    const { activity } = await ask('/incidents');
    expect(shown({ activity } as PostedActivity)).toContain('said 3 minutes ago');
    expect(activity.summary).toMatch(/^3 minutes ago · Open incidents/);
    expect(shown(await ask('/incidents resolved'))).toContain('not available right now');
  });

  test('More goes on to the last page of a thousand incidents, and ends there', async () => {
    const sample = sampleIncidents.get('29') as SampleIncident;
    const incidents = new Map(Array.from({ length: 1_000 }, (_, n) => [`${n + 1}`, { ...sample, id: `${n + 1}` }]));
    await start({ sandbox: { incidents }, env: { INCIDENT_API: 'defender-xdr' } });
    const { content } = (await ask('/incidents high page 99')).activity.attachments[0];
    const more = actionsOf(content).find(({ title }) => title === 'More') ?? {};
    const value = { action: { type: more.type, verb: more.verb, data: more.data } };
    const pressed = await talk.bot.post(createInvoke('adaptiveCard/action', value, talk.bot.connector.serviceUrl));
    const { value: last } = (await pressed.json()) as CardElement;
    expect(JSON.stringify(last)).toContain('991 to 1,000 of 1,000');
    expect(actionsOf(last).map(({ title }) => title)).not.toContain('More');
  });

  test('a page that is not there is the last one', async () => {
    await start();
    expect(shown(await ask('/incidents page 9'))).toMatch(/1?1 to \d\d of \d\d, the most urgent first/);
  });

  test.each([
    ['/incidents inprogress', 'Open incidents: in progress'],
    ['/incidents resolved', 'Resolved incidents'],
    ['/incidents closed high', 'Resolved incidents: high'],
  ])('%j is titled %j', async (text, title) => {
    await start();
    const { content } = (await ask(text)).activity.attachments[0];
    expect(elementsOf(content).find(({ style }) => style === 'heading')?.text).toBe(title);
  });

  test('More of the resolved ones shows more of those', async () => {
    const resolved = [...sampleIncidents.values()].map((each): [string, SampleIncident] => [
      each.id,
      { ...each, status: 'resolved', redirectIncidentId: null },
    ]);
    await start({ sandbox: { incidents: new Map(resolved) } });
    const { content } = (await ask('/incidents resolved')).activity.attachments[0];
    expect(actionsOf(content).find(({ title }) => title === 'More')?.data.list).toBe('resolved page 2');
  });

  describe('a list of mine that others see', () => {
    const alice = { id: asker.id, userRole: 'user', tenantId: 'x', userPrincipalName: 'Alice@contoso.com' };
    const bob = { id: '29:bob', userRole: 'user', tenantId: 'x', userPrincipalName: 'bob@contoso.com' };
    const fromBob = { from: { id: bob.id, name: 'Bob Brown', aadObjectId: 'b' }, ...inChannel() };
    const rowsOf = (card: unknown) =>
      elementsOf(card).flatMap(({ selectAction }) => selectAction?.data.incidents ?? []);

    /** Alice has 12 incidents and lists them; the card's More. */
    async function listAsAlice() {
      const hers = {
        ...(sampleIncidents.get('29') as SampleIncident),
        status: 'active',
        assignedTo: 'alice@contoso.com',
      };
      const incidents = new Map(Array.from({ length: 12 }, (_, n) => [String(n + 1), { ...hers, id: String(n + 1) }]));
      await start({ sandbox: { incidents } });
      talk.bot.connector.member = alice;
      const { content } = (await ask('/incidents mine', inChannel())).activity.attachments[0];
      talk.bot.connector.member = bob;
      return actionsOf(content).find(({ title }) => title === 'More') ?? {};
    }
    async function press(data: object, differences: object = fromBob) {
      const value = { action: { type: 'Action.Execute', verb: 'list', data } };
      const invoke = createInvoke('adaptiveCard/action', value, talk.bot.connector.serviceUrl, differences);
      return ((await (await talk.bot.post(invoke)).json()) as CardElement).value;
    }

    test('goes on with their list, whoever presses More, and says whose it is', async () => {
      const more = await listAsAlice();
      const card = await press(more.data);
      expect(rowsOf(card)).toEqual(['2', '1']);
      expect(JSON.stringify(card)).toContain('Open incidents: mine (alice@contoso.com)');
      expect(talk.bot.sandbox.calls).toHaveLength(1);
      const posted = await ask('', { text: undefined, value: { ...more.data, verb: 'list' }, ...fromBob });
      expect(rowsOf(posted.activity.attachments[0].content)).toEqual(['2', '1']);
      talk.bot.connector.member = alice;
      expect(JSON.stringify(await press(more.data, inChannel()))).toContain('mine (Adele Vance)');
    });

    test.each([
      undefined,
      '',
      5,
      'alice',
      'Look here @all',
      'a@b\nc@d',
      `${'a'.repeat(65)}@contoso.com`,
      'a@b c@d e@f g@h i@j',
      '[x](https://evil.example)@contoso.com y',
    ])('is the list of who presses, where the button names nobody: %j', async (assignees) => {
      const more = await listAsAlice();
      const card = await press({ ...more.data, assignees });
      expect(rowsOf(card)).toEqual([]);
      expect(JSON.stringify(card)).toContain('Open incidents: mine (Bob Brown)');
    });

    test('shows nobody anything whom the access rules keep out', async () => {
      const more = await listAsAlice();
      const incidents = talk.bot.sandbox.calls.length;
      await talk.close();
      await start({ env: { ALLOWED_USERS: 'somebody-else' } });
      talk.bot.connector.member = bob;
      expect(JSON.stringify(await press(more.data))).toContain('You may not');
      expect([talk.bot.sandbox.calls, incidents]).toEqual([[], 1]);
    });
  });

  describe('a list of today that others see', () => {
    const now = Date.parse('2026-02-26T00:30:00Z');
    const inZone = (zone: string) => ({ ...inChannel(), localTimezone: zone });
    const sample = { ...(sampleIncidents.get('29') as SampleIncident), status: 'active' };
    // Twelve of the new day in Greenwich, and before them twelve of the day that it still is in New York.
    const incidents = new Map(
      Array.from({ length: 24 }, (_, n) => {
        const createdDateTime = n < 12 ? '2026-02-25T20:00:00Z' : '2026-02-26T00:10:00Z';
        return [String(n + 1), { ...sample, createdDateTime, id: String(n + 1) }];
      }),
    );

    /** Somebody in Greenwich lists them, and somebody in New York presses More; the text of what they see. */
    async function pressInNewYork(differences: object = {}) {
      await start({ sandbox: { incidents }, now: () => now });
      const { content } = (await ask('/incidents today', inZone('Etc/UTC'))).activity.attachments[0];
      const more = actionsOf(content).find(({ title }) => title === 'More') ?? {};
      const value = { action: { type: more.type, verb: more.verb, data: { ...more.data, ...differences } } };
      const { serviceUrl } = talk.bot.connector;
      const invoke = createInvoke('adaptiveCard/action', value, serviceUrl, inZone('America/New_York'));
      return JSON.stringify(((await (await talk.bot.post(invoke)).json()) as CardElement).value);
    }

    test.each([{}, { asOf: '1' }])('goes on with their day, wherever More is pressed: %j', async (differences) => {
      expect(await pressInNewYork(differences)).toContain('11 to 12 of 12');
    });

    test.each([undefined, '', 5, '0', '1772064000001', '1772150400000', '9'.repeat(15), '2026-02-26'])(
      'is that of who presses, where the button names no day that it can be: %j',
      async (since) => {
        expect(await pressInNewYork({ since })).toContain('11 to 20 of 24');
      },
    );
  });

  test('a list of mine says whose it is', async () => {
    await start();
    talk.bot.connector.member = {
      id: asker.id,
      userRole: 'user',
      tenantId: 'x',
      userPrincipalName: 'admin@contoso.com',
    };
    expect(shown(await ask('/incidents mine'))).toContain('mine (Adele Vance)');
  });

  test.each([
    '[x](https://evil.example)',
    '<at>All</at> **b** javascript:alert(1)',
    '{{DATE(2026-01-01)}} //evil.example',
  ])('the name %j is inert in every line of the card', async (name) => {
    await start();
    const { activity } = await ask('/incidents mine', { from: { ...asker, name } });
    const card = activity.attachments[0].content;
    for (const line of [activity.summary, card.fallbackText, card.speak]) {
      expect(line).toContain('mine (');
      expect(line).not.toMatch(/\[x\]\(|<at>|\{\{|\/\/|javascript:a/);
    }
  });

  test('somebody who may not is told so, and costs nothing', async () => {
    await start({ env: { ALLOWED_USERS: 'somebody-else' } });
    expect(shown(await ask('/incidents'))).toContain('You may not');
    expect(talk.bot.sandbox.calls).toEqual([]);
  });
});
