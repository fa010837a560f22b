import type { RequestListener } from 'node:http';
import { serve, type TestServer } from '../../support/serve.ts';
import { allApis, createTestSource, createTrace } from '../../support/sources.ts';
import { tally } from '../../support/tally.ts';

/** Counts whoever connects; would answer with an incident, so that following it would go unnoticed otherwise. */
let elsewhere: TestServer;
let api: TestServer;
let answer: RequestListener;
const asked: string[] = [];

beforeAll(async () => {
  elsewhere = await serve((_, response) => void response.end('{"id":"29","incidentId":29,"status":"active"}'));
  api = await serve((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
});
afterAll(() => Promise.all([elsewhere.close(), api.close()]));
beforeEach(() => {
  asked.length = 0;
});

function expectNobodyThere() {
  tally('evil hosts', { tried: 1, contacted: elsewhere.connections() });
  expect(elsewhere.connections()).toBe(0);
}

const targets: [string, (path: string) => string][] = [
  ['another port', (path) => `http://127.0.0.1:${elsewhere.port}${path}`],
  ['another host', (path) => `http://localhost:${elsewhere.port}${path}`],
  ['another scheme', (path) => `https://127.0.0.1:${elsewhere.port}${path}`],
  ['a host without a scheme', (path) => `//127.0.0.1:${elsewhere.port}${path}`],
  ['user info that looks like the API', (path) => `http://graph.microsoft.com@127.0.0.1:${elsewhere.port}${path}`],
  ['backslashes', (path) => `\\\\127.0.0.1:${elsewhere.port}${path}`],
];

describe.each(allApis)('%s', (name) => {
  const path = { 'graph-v1.0': '/v1.0/security/incidents', 'graph-beta': '/beta/security/incidents' }[name as string];
  const list = path ?? '/api/incidents';

  describe.each([301, 302, 303, 307, 308])('a %i', (status) => {
    test.each(targets)('to %s is not followed: the token stays with the API', async (_, target) => {
      answer = (_request, response) => {
        response.statusCode = status;
        response.setHeader('Location', target(`${list}/29`));
        response.end();
      };
      const source = createTestSource(name, api.url);
      await expect(source.getIncident('29', createTrace())).rejects.toMatchObject({ code: 'unavailable' });
      await expect(source.listIncidents('open', undefined, createTrace())).rejects.toMatchObject({
        code: 'unavailable',
      });
      expect(asked).toHaveLength(2);
      expectNobodyThere();
    });
  });

  test('nor is one to its own origin: these APIs send none', async () => {
    answer = (_request, response) => {
      response.statusCode = 307;
      response.setHeader('Location', `${list}/30`);
      response.end();
    };
    await expect(createTestSource(name, api.url).getIncident('29', createTrace())).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(asked).toEqual([`${list}/29`]);
  });

  test.each(targets)('a next link to %s: the next page comes from the API, or from nowhere', async (_, target) => {
    answer = (_request, response) =>
      void response.end(JSON.stringify({ value: [], '@odata.nextLink': `${target(list)}?$skip=50` }));
    const source = createTestSource(name, api.url);
    const first = await source.listIncidents('open', undefined, createTrace());
    if (first.next !== undefined) await source.listIncidents('open', first.next, createTrace());
    expect(asked.every((each) => each.startsWith(`${list}?`))).toBe(true);
    expectNobodyThere();
  });
});
