import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type SampleIncident, sampleIncidents, sampleTenantId } from '../../src/sandbox/sample-incidents.ts';
import { asker, createInvoke } from '../support/activities.ts';
import type { CardElement } from '../support/card-elements.ts';
import { createConversation, portal, refuse, shown } from '../support/conversation.ts';
import { msAwake } from '../support/ms-awake.ts';
import { serve } from '../support/serve.ts';
import type { BotOptions } from '../support/start-bot.ts';

const talk = createConversation();
const { start, ask } = talk;
afterEach(() => talk.close());

/** As many open incidents, numbered from 1. */
function manyIncidents(count: number): Map<string, SampleIncident> {
  const sample = sampleIncidents.get('29') as SampleIncident;
  return new Map(Array.from({ length: count }, (_, n) => [String(n + 1), { ...sample, id: String(n + 1) }]));
}

describe('the compose box', () => {
  const invokeBare = async (name: string, value: object, differences: object = {}) => {
    const response = await talk.bot.post(createInvoke(name, value, talk.bot.connector.serviceUrl, differences));
    expect(response.status).toBe(200);
    return (await response.json()) as CardElement;
  };
  const invoke = async (name: string, value: object, differences: object = {}) =>
    (await invokeBare(name, value, differences)).composeExtension;
  const query = (text: string, more: object = {}) => ({
    commandId: 'findIncident',
    parameters: [{ name: 'query', value: text }],
    queryOptions: { skip: 0, count: 25 },
    ...more,
  });
  const search = (text: string, differences: object = {}) => invoke('composeExtension/query', query(text), differences);
  const opened = { commandId: 'findIncident', parameters: [{ name: 'initialRun', value: 'true' }] };
  const link = (url: string, differences: object = {}) => invoke('composeExtension/queryLink', { url }, differences);
  const linkBare = (url: string, differences: object = {}) =>
    invokeBare('composeExtension/queryLink', { url }, differences);
  const noPreview = {};

  test('opened, it lists the open incidents, those that nobody works on first', async () => {
    await start();
    const { type, attachmentLayout, attachments } = await invoke('composeExtension/query', opened);
    expect([type, attachmentLayout]).toEqual(['result', 'list']);
    expect(attachments.length).toBeGreaterThan(10);
    expect(attachments.length).toBeLessThanOrEqual(25);
    expect(attachments[0]).toEqual({
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: expect.objectContaining({ type: 'AdaptiveCard', version: '1.3' }),
      preview: {
        contentType: 'application/vnd.microsoft.card.thumbnail',
        content: { title: 'Incident 56 · High · Active', text: expect.any(String) },
      },
    });
  });

  test.each([
    ['29', 'Incident 29 · High · Active'],
    ['#30', 'Incident 30 · High · Active'],
    [portal, 'Incident 29 · High · Active'],
    ['12', 'Incident 29 · High · Active'],
    ['31', 'Incident 31 · Medium · Resolved'],
    ['password spray', 'Incident 32 · Medium · In progress'],
    ['informational', 'Incident 34 · Informational · Active'],
  ])('%j finds %s', async (text, title) => {
    await start();
    const { attachments } = await search(text);
    expect(attachments.map(({ preview }: CardElement) => preview.content.title)).toEqual([title]);
    expect(JSON.stringify(attachments[0].content)).not.toContain('Action.Execute');
  });

  test('a client that names neither command nor parameter is answered, too', async () => {
    await start();
    const { attachments } = await invoke('composeExtension/query', { parameters: [{ value: '29' }] });
    expect(attachments).toHaveLength(1);
  });

  test.each([
    ['999999', 'Incident 999999 was not found'],
    ['no such words', 'No open incident matches'],
    ['https://security.microsoft.com/incident2/29?tid=12f988bf-16f1-11af-11ab-1d7cd011db47', 'another tenant'],
  ])('%j finds nothing, and says so', async (text, words) => {
    await start();
    expect(await search(text)).toEqual({ type: 'message', text: expect.stringContaining(words) });
  });

  describe('30 keystrokes cost at most three calls', () => {
    const typed = (text: string) => Array.from(text, (_, n) => text.slice(0, n + 1));
    const many = manyIncidents(400);

    test('of digits at once', async () => {
      await start();
      await Promise.all(typed('123456789012345678901234567890').map((text) => search(text)));
      expect(talk.bot.sandbox.calls.length).toBeLessThanOrEqual(3);
    });

    test.each<[string, BotOptions]>([
      ['as usual', {}],
      ['where nothing is reused', { env: { INCIDENT_CACHE_SECONDS: '0' } }],
      ['where more is open than a list holds', { sandbox: { incidents: many } }],
    ])('of words, each after the answer to the one before, %s', async (_, options) => {
      await start(options);
      for (const text of typed('ransomware on a file server of')) await search(text);
      expect(talk.bot.sandbox.calls.length).toBeLessThanOrEqual(3);
    });

    test('of digits, each after the answer to the one before', async () => {
      await start();
      for (const text of typed('1234567')) await search(text);
      expect(talk.bot.sandbox.calls.length).toBeLessThanOrEqual(3);
    });

    test('of words and numbers and states in turn, the opening of the box included', async () => {
      await start({ sandbox: { incidents: many } });
      await invoke('composeExtension/query', opened);
      for (const text of ['re', 'resolved', '2', '29', 'm', 'malware', 'resolved high', '17', '']) await search(text);
      expect(talk.bot.sandbox.calls.length).toBeLessThanOrEqual(3);
    });

    test('by somebody whose groups can not be checked', async () => {
      await start({ env: { ALLOWED_GROUPS: 'responders' } });
      await talk.bot.sandbox.close();
      const before = talk.bot.logged.length;
      for (const text of typed('ransomware')) await search(text);
      const calls = talk.bot.logged.slice(before).map((line) => JSON.parse(line) as { calls?: number });
      expect(calls.reduce((sum, { calls: made = 0 }) => sum + made, 0)).toBeLessThanOrEqual(3);
    });
  });

  describe('an API that fails is not tried again by itself, and why it failed is told', () => {
    test.each([
      ['fails', 500, {}, 'not available'],
      ['is overloaded for a second', 503, { 'Retry-After': '1' }, 'not available'],
      ['throttles for a second', 429, { 'Retry-After': '1' }, 'in 1 second'],
      ['throttles for long', 429, { 'Retry-After': '37' }, 'in 37 seconds'],
    ])('where it %s', async (_, status, headers: Record<string, string>, words) => {
      const asked: (string | undefined)[] = [];
      const api = await serve(({ url }, response) => {
        asked.push(url);
        refuse(response, status, headers);
      });
      await start({ env: { INCIDENT_API_URL: api.url } });
      for (const text of ['29', '30', 'malware']) expect((await search(text)).text).toContain(words);
      expect(asked).toHaveLength(3);
      expect((await search('31')).text).toMatch(/Type on in (2\d|30) seconds/);
      expect(asked).toHaveLength(3);
      await api.close();
    });

    test('where the connection is reset', async () => {
      await start();
      expect((await search('90002')).text).toContain('not available');
      expect(talk.bot.askedIds()).toEqual(['90002']);
    });

    test('though who asks in the chat meanwhile has it tried again', async () => {
      const waiting: ServerResponse[] = [];
      const api = await serve((_, response) => {
        if (waiting.push(response) > 2) refuse(response, 404);
      });
      await start({ env: { INCIDENT_API_URL: api.url } });
      const found = search('29');
      while (waiting.length < 1) await delay(10);
      const asked = talk.ask('/incident 29');
      while (waiting.length < 2) await delay(10);
      for (const response of waiting) refuse(response, 500);
      expect((await found).text).toContain('not available');
      expect(shown(await asked)).toContain('was not found');
      await api.close();
    });
  });

  test('a search that hangs keeps no call from the next, and makes none once it has been answered', async () => {
    const asked: (string | undefined)[] = [];
    let release = () => {};
    const api = await serve(({ url }, response) => {
      asked.push(url?.split('/').at(-1));
      if (url?.endsWith('/7')) release = () => void refuse(response, 500);
      else refuse(response, 404);
    });
    await start({ env: { INCIDENT_API_URL: api.url } });
    const hung = search('7');
    while (asked.length === 0) await delay(10);
    for (const text of ['8', '9']) expect((await search(text)).text).toContain('was not found');
    expect((await hung).text).toContain('took too long');
    release();
    expect((await search('6')).text).toContain('Type on');
    expect(asked).toEqual(['7', '8', '9']);
    await api.close();
  });

  test('a number is found right after the box was opened, however much is open', async () => {
    const incidents = manyIncidents(200);
    await start({ sandbox: { incidents } });
    expect((await invoke('composeExtension/query', opened)).attachments).toHaveLength(25);
    expect((await search('29')).attachments).toHaveLength(1);
    expect((await search('30')).text).toMatch(/Type on in (2\d|30) seconds/);
    expect((await search('29')).attachments).toHaveLength(1);
  });

  test('a list that typing cut short is not what somebody gets who asks for it', async () => {
    const incidents = manyIncidents(140);
    await start({ sandbox: { incidents } });
    await search('anything');
    expect(shown(await talk.ask('/incidents'))).toContain('of 140');
  });

  test('a number typed at an unhurried pace is looked up once, when it is finished', async () => {
    await start();
    const answers: Promise<CardElement>[] = [];
    for (const text of ['2', '29', '297', '2972', '29723', '297239', '2972395']) {
      answers.push(search(text));
      await delay(320);
    }
    const last = await answers.at(-1);
    expect(last?.attachments).toHaveLength(1);
    expect(talk.bot.askedIds()).toEqual(['2972395']);
  });

  test('what is known already may be searched for as often as it takes', async () => {
    await start();
    for (let n = 0; n < 5; n++) expect((await search('29')).attachments).toHaveLength(1);
    expect(talk.bot.askedIds()).toEqual(['29']);
  });

  test('a search that finds nothing says what it does not know', async () => {
    const incidents = manyIncidents(200);
    await start({ sandbox: { incidents } });
    expect((await search('mine')).text).toMatch(
      /No open incident matches\..*Teams did not say who you are.*newest 100 were/,
    );
  });

  test('what was typed over is answered with nothing at once, and the last with its incident', async () => {
    await start();
    const answers = await Promise.all(['2', '29', '297', '30'].map((text) => search(text)));
    expect(answers.map(({ attachments }) => attachments.length)).toEqual([0, 0, 0, 1]);
    expect(talk.bot.askedIds()).toEqual(['30']);
  });

  test('further results come by pages', async () => {
    await start();
    const first = await invoke('composeExtension/query', query('contoso', { queryOptions: { skip: 0, count: 10 } }));
    const next = await invoke('composeExtension/query', query('contoso', { queryOptions: { skip: 10, count: 10 } }));
    const number = await invoke('composeExtension/query', query('29', { queryOptions: { skip: 25, count: 25 } }));
    expect(number.attachments).toEqual([]);
    const titles = [first, next].map(({ attachments }) =>
      attachments.map(({ preview }: CardElement) => preview.content.title),
    );
    expect(titles[0]).toHaveLength(10);
    expect(titles[1].length).toBeGreaterThan(0);
    expect(titles[0].filter((title: string) => titles[1].includes(title))).toEqual([]);
  });

  test('past the last result there is an empty page, however far', async () => {
    await start({ sandbox: { incidents: manyIncidents(25) } });
    expect((await invoke('composeExtension/query', opened)).attachments).toHaveLength(25);
    for (const skip of [25, 5_000, 1e20]) {
      const page = await invoke('composeExtension/query', { ...opened, queryOptions: { skip, count: 25 } });
      expect(page).toEqual({ type: 'result', attachmentLayout: 'list', attachments: [] });
    }
  });

  test.each([['1'], [-1], [null], [{}]])('to skip %j is to skip nothing', async (skip) => {
    await start({ sandbox: { incidents: manyIncidents(2) } });
    const page = await invoke('composeExtension/query', { ...opened, queryOptions: { skip, count: 25 } });
    expect(page.attachments).toHaveLength(2);
  });

  test.each([
    ['en-US', 'resolved', 'No resolved incident matches. A number finds any incident.'],
    ['de-DE', 'resolved high', 'Kein gelöster Incident passt. Eine Nummer findet jeden Incident.'],
    ['en-US', 'low', 'No open incident matches. A number finds any incident.'],
  ])('a search in %s for %j that finds nothing says where it looked', async (locale, text, expected) => {
    await start({ sandbox: { incidents: manyIncidents(2) } });
    expect(await search(text, { locale })).toEqual({ type: 'message', text: expected });
  });

  test.each([
    ['another command', { commandId: 'delete', parameters: [{ name: 'query', value: '29' }] }],
    ['no parameter', { commandId: 'findIncident' }],
    ['parameters of another type', { commandId: 'findIncident', parameters: 5 }],
    ['another parameter', { commandId: 'findIncident', parameters: [{ name: 'drop', value: '29' }] }],
  ])('%s is answered with nothing, and costs nothing', async (_, value) => {
    await start();
    expect(await invoke('composeExtension/query', value)).toEqual({
      type: 'result',
      attachmentLayout: 'list',
      attachments: [],
    });
    expect(talk.bot.sandbox.calls).toEqual([]);
  });

  test('a pasted portal link becomes a card of version 1.3 without Refresh', async () => {
    await start();
    const { type, attachments } = await link(portal);
    expect(type).toBe('result');
    expect(attachments).toHaveLength(1);
    const [{ content, preview }] = attachments;
    expect(content.version).toBe('1.3');
    expect(JSON.stringify(content)).toContain('Multi-stage incident');
    expect(JSON.stringify(content)).not.toMatch(/Action\.Execute|"refresh"|"heading"/);
    expect(preview.content.title).toBe('Incident 29 · High · Active');
    expect(talk.bot.askedIds()).toEqual(['29']);
  });

  test.each([
    'https://security.microsoft.com/incidents/29',
    'https://security.microsoft.com/incident2/29/summary',
    `https://security.microsoft.com/incidents/29?tid=${sampleTenantId}`,
    `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(portal)}`,
  ])('the link %s is unfurled', async (url) => {
    await start();
    expect((await link(url)).attachments).toHaveLength(1);
  });

  test.each([
    ['another tenant’s', 'https://security.microsoft.com/incident2/29?tid=12f988bf-16f1-11af-11ab-1d7cd011db47'],
    ['an alert’s', 'https://security.microsoft.com/alerts/da637'],
    ['an alert’s incident', 'https://security.microsoft.com/incidents/byalert?alertId=1&source=SIEM'],
    ['the queue’s', 'https://security.microsoft.com/incidents'],
    ['a look-alike’s', 'https://security.microsoft.com.evil.example/incident2/29'],
    ['another cloud’s', 'https://security.microsoft.us/incident2/29'],
    ['a number', '29'],
    ['a command', '/incident 29'],
    ['none', ''],
  ])('the link of %s stays a link, and costs nothing', async (_, url) => {
    await start();
    expect(await linkBare(url)).toEqual(noPreview);
    expect(talk.bot.sandbox.calls).toEqual([]);
  });

  test('a link of the home tenant is unfurled for people of another, where tenants are not checked', async () => {
    await start({ env: { AZURE_TENANT_ID: sampleTenantId } });
    const elsewhere = '12f988bf-16f1-11af-11ab-1d7cd011db47';
    const { attachments } = await link(portal, {
      conversation: { id: 'a:personal-1', conversationType: 'personal', tenantId: elsewhere },
      channelData: { tenant: { id: elsewhere } },
    });
    expect(JSON.stringify(attachments[0].content)).toContain(portal);
  });

  test('somebody who may not gets the same for an incident that exists and for one that does not', async () => {
    await start({ env: { ALLOWED_USERS: asker.aadObjectId } });
    const from = { from: { id: '29:stranger', aadObjectId: 'ffffffff-ffff-4fff-8fff-ffffffffffff' } };
    const missing = portal.replace('/29/', '/999999/');
    expect([await linkBare(portal, from), await linkBare(missing, from)]).toEqual([noPreview, noPreview]);
    const texts = await Promise.all(
      ['29', '999999'].map(async (text, n) => (await search(text, { from: { id: `29:${n}` } })).text),
    );
    expect(texts.map((text) => text.replace(/\w{8}$/, ''))).toEqual(
      Array(2).fill(expect.stringContaining('You may not')),
    );
    expect(texts[0].replace(/\w{8}$/, '')).toBe(texts[1].replace(/\w{8}$/, ''));
    expect(talk.bot.sandbox.calls).toEqual([]);
  });

  test('a link that Teams shows to nobody in particular becomes a card without anything of the incident', async () => {
    await start();
    for (const from of [{ id: '29:anonymous' }, {}, { id: '' }, undefined]) {
      expect((await invoke('composeExtension/anonymousQueryLink', { url: portal }, { from })).attachments).toHaveLength(
        1,
      );
    }
    const { attachments } = await invoke('composeExtension/anonymousQueryLink', { url: portal }, { from: undefined });
    expect(JSON.stringify(attachments)).not.toMatch(/29|High|contoso|Multi/);
    expect(JSON.stringify(attachments)).toContain('Microsoft Defender incident');
    expect(talk.bot.sandbox.calls).toEqual([]);
  });

  test('each door leaves its line in the audit trail', async () => {
    await start();
    await search('30');
    await link(portal);
    await ask('/incidents high');
    const lines = talk.bot.logged.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'question');
    expect(lines.map(({ door, command }) => [door, command])).toEqual([
      ['search', 'incident'],
      ['link', 'incident'],
      ['message', 'list'],
    ]);
    expect(talk.bot.logged.join('')).not.toMatch(/Ransomware|contoso\.com/);
  });

  test('is answered within four seconds by an API that hangs', async () => {
    await start();
    const answers = async () => {
      const [found, unfurled] = await Promise.all([search('90001'), linkBare(portal.replace('/29/', '/90001/'))]);
      expect(found.text).toContain('took too long');
      expect(unfurled).toEqual(noPreview);
    };
    expect(await msAwake(answers)).toBeLessThan(4_000);
  });
});
