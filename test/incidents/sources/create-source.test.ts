import type { RequestListener } from 'node:http';
import { createRequestBudget } from '../../../src/incidents/create-request-budget.ts';
import type { Incident } from '../../../src/incidents/incident.ts';
import { createSandbox, type Sandbox } from '../../../src/sandbox/create-sandbox.ts';
import { type SampleIncident, sampleIncidents } from '../../../src/sandbox/sample-incidents.ts';
import { freePort } from '../../support/free-port.ts';
import { serve, type TestServer } from '../../support/serve.ts';
import { allApis, createTestSource, createTrace } from '../../support/sources.ts';

let sandbox: Sandbox;
const servers: TestServer[] = [];
beforeEach(async () => {
  sandbox = await createSandbox({ port: 0 });
});
afterEach(() => Promise.all([sandbox, ...servers.splice(0)].map((server) => server.close())));

/** Starts an API until the end of the test. */
async function start(listener: RequestListener): Promise<string> {
  const server = await serve(listener);
  servers.push(server);
  return server.url;
}

/** Starts one that answers every request with `body`. */
function answering(body: string, status = 200, headers: Record<string, string> = {}): Promise<string> {
  return start((_, response) => {
    // In steps: restify, where another suite loaded it, patches `writeHead` for the process to return nothing.
    response.writeHead(status, headers);
    response.end(body);
  });
}

const paths = {
  'graph-v1.0': '/v1.0/security/incidents/29',
  'graph-beta': '/beta/security/incidents/29',
  'defender-xdr': '/api/incidents/29',
};

describe.each(allApis)('%s', (api) => {
  test('asks once, at its own path, with token, Prefer and a GUID of its own', async () => {
    const trace = createTrace();
    await createTestSource(api, sandbox.url).getIncident('29', trace);
    expect(sandbox.calls).toHaveLength(1);
    expect(sandbox.calls[0]).toMatchObject({
      method: 'GET',
      path: paths[api],
      headers: {
        authorization: 'Bearer offline',
        prefer: 'include-unknown-enum-members',
        'client-request-id': expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
      },
    });
    expect(trace.calls).toBe(1);
    expect(trace.requestIds).toHaveLength(api === 'defender-xdr' ? 0 : 1);
  });

  test('decodes incident 29 into the names of Graph v1.0', async () => {
    await expect(createTestSource(api, sandbox.url).getIncident('29', createTrace())).resolves.toMatchObject({
      id: '29',
      displayName: 'Multi-stage incident involving Execution & Command and control on one endpoint',
      status: 'active',
      severity: 'high',
      classification: 'truePositive',
      determination: 'multiStagedAttack',
      assignedTo: 'admin@contoso.com',
      createdDateTime: '2026-01-22T12:09:23Z',
      lastUpdateDateTime: '2026-02-25T16:29:33Z',
      redirectIncidentId: null,
      customTags: ['Demo'],
      incidentWebUrl: 'https://security.microsoft.com/incident2/29/overview?tid=cfcdbe43-297b-4c6b-ac7e-8d7f6befb514',
    });
  });

  test.each([
    ['90401', { code: 'bad-credential' }],
    [
      '90403',
      {
        code: 'missing-permission',
        details: { role: api === 'defender-xdr' ? 'Incident.Read.All' : 'SecurityIncident.Read.All' },
      },
    ],
    ['90413', { code: 'not-provisioned' }],
    ['999999', { code: 'not-found' }],
    ['90429', { code: 'throttled', details: { retryAfterSeconds: 37 } }],
    ['90500', { code: 'unavailable' }],
    ['90503', { code: 'unavailable' }],
    ['90002', { code: 'unavailable' }],
    ['90003', { code: 'unavailable' }],
    ['90004', { code: 'unavailable' }],
    ['90005', { code: 'unavailable' }],
  ])('fault %s ends as %o', async (id, failure) => {
    await expect(createTestSource(api, sandbox.url).getIncident(id, createTrace())).rejects.toMatchObject(failure);
  });

  test('an API that hangs ends as timeout, with time for a second attempt', async () => {
    const source = createTestSource(api, sandbox.url, { timeouts: { attemptMs: 500, totalMs: 2_500 } });
    const trace = createTrace();
    await expect(source.getIncident('90001', trace)).rejects.toMatchObject({ code: 'timeout' });
    expect(trace.calls).toBeGreaterThan(1);
  });

  test('tries a passing failure again, at most twice, and nothing else', async () => {
    const source = createTestSource(api, sandbox.url);
    const callsFor = async (id: string) => {
      const trace = createTrace();
      await source.getIncident(id, trace).catch(() => undefined);
      return trace.calls;
    };
    await expect(source.getIncident('90007', createTrace())).resolves.toMatchObject({ id: '90007' });
    expect(await callsFor('90500')).toBe(3);
    expect(await callsFor('90002')).toBe(3);
    for (const id of ['90401', '90403', '90413', '90429', '90004', '90005', '999999'])
      expect(await callsFor(id)).toBe(1);
  });
});

/** What no API could know of an incident that only Graph v1.0 describes. */
const told: readonly (keyof Incident)[] = [
  'id',
  'displayName',
  'status',
  'severity',
  'assignedTo',
  'classification',
  'determination',
  'createdDateTime',
  'lastUpdateDateTime',
  'incidentWebUrl',
  'redirectIncidentId',
  'customTags',
  'comments',
];

test('all three decode every sample to the same incident, as far as each tells', async () => {
  for (const id of sampleIncidents.keys()) {
    const [v1, ...others] = await Promise.all(
      allApis.map((api) => createTestSource(api, sandbox.url).getIncident(id, createTrace())),
    );
    for (const other of others) for (const key of told) expect([id, key, other[key]]).toEqual([id, key, v1?.[key]]);
  }
});

describe.each(allApis)('the list of %s', (api) => {
  const documented = sampleIncidents.get('29') as SampleIncident;
  const many = new Map(
    Array.from({ length: 120 }, (_, n) => {
      const id = String(n + 1);
      const status = n < 100 ? 'active' : n < 110 ? 'resolved' : 'redirected';
      return [id, { ...documented, id, status }];
    }),
  );

  test('gives the open incidents of every page, newest first, and the resolved ones apart', async () => {
    const crowded = await createSandbox({ port: 0, incidents: many });
    const source = createTestSource(api, crowded.url);
    const first = await source.listIncidents('open', undefined, createTrace());
    const second = await source.listIncidents('open', first.next, createTrace());
    const third =
      second.next === undefined ? undefined : await source.listIncidents('open', second.next, createTrace());
    const ids = [first, second, third].flatMap((page) => page?.incidents.map(({ id }) => Number(id)) ?? []);
    expect(ids).toEqual(Array.from({ length: 100 }, (_, n) => 100 - n));
    expect(third?.next).toBeUndefined();
    const resolved = await source.listIncidents('resolved', undefined, createTrace());
    expect(resolved.incidents.map(({ status }) => status)).toEqual(Array(10).fill('resolved'));
    expect(resolved.next).toBeUndefined();
    await crowded.close();
  });

  test('tells the incidents as getting each of them does', async () => {
    const source = createTestSource(api, sandbox.url);
    const { incidents } = await source.listIncidents('open', undefined, createTrace());
    expect(incidents.length).toBeGreaterThan(10);
    for (const incident of incidents.filter(({ id }) => id !== '41')) {
      expect(incident).toEqual(await source.getIncident(incident.id, createTrace()));
    }
  });

  test.each([
    ['another host', 'https://evil.example/v1.0/security/incidents?$skip=50', '?$skip=50'],
    ['another path', 'https://graph.microsoft.com/v1.0/users?$skip=50', undefined],
    ['its path below another', 'http://127.0.0.1:29/x/v1.0/security/incidents?$skip=50', '?$skip=50'],
    ['a path that is like it', 'https://graph.microsoft.com/xv1.0/security/incidents?$skip=50', undefined],
    ['a path below it', 'https://graph.microsoft.com/v1.0/security/incidents/29?$skip=50', undefined],
    ['no address', 'next', undefined],
    ['no text', 5, undefined],
  ])('asks only its own API for more, also where the next link names %s', async (_, link, next) => {
    const url = await answering(JSON.stringify({ value: [], '@odata.nextLink': link }));
    const listed = await createTestSource(api, url).listIncidents('open', undefined, createTrace());
    expect(listed.next).toBe(api === 'graph-v1.0' ? next : undefined);
    // Where the API says that there is more, the list does not claim to be all.
    expect(listed.isLast).toBe(api === 'defender-xdr' || typeof link !== 'string');
  });

  test.each(['{', '[]', '{}', '{"value":{}}', '<html>'])('%s is no list', async (body) => {
    const url = await answering(body);
    const source = createTestSource(api, url);
    await expect(source.listIncidents('open', undefined, createTrace())).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('what is no incident among others is left out', async () => {
    const id = api === 'defender-xdr' ? 'incidentId' : 'id';
    const url = await answering(
      JSON.stringify({ value: [null, 5, {}, { [id]: 'x' }, { [id]: '7', status: 'active' }] }),
    );
    const { incidents } = await createTestSource(api, url).listIncidents('open', undefined, createTrace());
    expect(incidents.map((incident) => incident.id)).toEqual(['7']);
  });

  test.each([
    [400, 'unavailable'],
    [404, 'unavailable'],
    [403, 'missing-permission'],
    [429, 'throttled'],
  ])('a %i ends it as %s', async (status, code) => {
    const url = await answering('{}', status);
    const source = createTestSource(api, url);
    await expect(source.listIncidents('open', undefined, createTrace())).rejects.toMatchObject({ code });
  });
});

describe('an API that misbehaves', () => {
  test.each(['a b', 'x'.repeat(65), 'eyJ.eyJ.x', '{}', ''])(
    'a request-id of %j is no id, and is not kept',
    async (requestId) => {
      const body = '{"id":"29","status":"active"}';
      const trace = createTrace();
      await createTestSource('graph-v1.0', await answering(body, 200, { 'request-id': requestId })).getIncident(
        '29',
        trace,
      );
      expect(trace.requestIds).toEqual([]);
    },
  );

  test('a page of Defender XDR that is too large is asked for in smaller ones, and these go on', async () => {
    const tops: string[] = [];
    const url = await start((request, response) => {
      const query = new URL(request.url ?? '', 'http://x').searchParams;
      const [top, skip] = [Number(query.get('$top')), Number(query.get('$skip'))];
      tops.push(`${query.get('$skip') ?? ''}+${top}`);
      const value = Array.from({ length: Math.min(top, 15 - skip) }, (_, index) => ({
        incidentId: skip + index + 1,
        status: 'Active',
        alerts: ['x'.repeat(400_000)],
      }));
      response.end(JSON.stringify({ value }));
    });
    const source = createTestSource('defender-xdr', url);
    const first = await source.listIncidents('open', undefined, createTrace());
    const second = await source.listIncidents('open', first.next, createTrace());
    expect(tops).toEqual(['+50', '+10', '10+10']);
    expect([...first.incidents, ...second.incidents]).toHaveLength(15);
    expect([first.isLast, second.isLast]).toEqual([false, true]);
  });

  test('who reads far in Defender XDR gets larger pages, as long as they are not too large', async () => {
    const asked: string[] = [];
    const url = await start((request, response) => {
      const query = new URL(request.url ?? '', 'http://x').searchParams;
      const top = Number(query.get('$top'));
      asked.push(`${query.get('$skip') ?? ''}+${top}`);
      const alerts = ['x'.repeat(top === 100 && asked.length > 5 ? 60_000 : 0)];
      const value = Array.from({ length: top }, () => ({ incidentId: 1, status: 'Active', alerts }));
      response.end(JSON.stringify({ value }));
    });
    const source = createTestSource('defender-xdr', url);
    let next: string | undefined;
    for (let page = 0; page < 7; page++) next = (await source.listIncidents('open', next, createTrace())).next;
    expect(asked).toEqual(['+50', '50+50', '100+50', '150+100', '250+100', '350+100', '350+25', '375+25']);
  });

  test('another incident than the one that was asked for is not shown', async () => {
    const url = await answering('{"id":"30","status":"active","severity":"low"}');
    await expect(createTestSource('graph-v1.0', url).getIncident('29', createTrace())).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  test('a byte order mark in front of the body does no harm', async () => {
    const url = await answering('\ufeff{"id":"29","status":"active"}');
    await expect(createTestSource('graph-v1.0', url).getIncident('29', createTrace())).resolves.toMatchObject({
      id: '29',
    });
  });

  test("Defender's ids keep all their digits past 2^53", async () => {
    const id = '9223372036854775807';
    const url = await answering(
      `{"incidentId":${id},"redirectIncidentId":9007199254740993,"status":"Redirected","severity":"Low"}`,
    );
    await expect(createTestSource('defender-xdr', url).getIncident(id, createTrace())).resolves.toMatchObject({
      id,
      redirectIncidentId: '9007199254740993',
    });
  });

  test.each([
    ['5', '{}', 5],
    ['Fri, 31 Dec 2100 23:59:59 GMT', '{}', 3600],
    ['99999999999999999999', '{}', 3600],
    ['9'.repeat(400), '{}', 3600],
    ['soon', '{}', 60],
    ['-5', '{}', 60],
    ['', '{}', 60],
    ['', '{"error":{"message":"New calls can be made in 42 seconds."}}', 42],
    ['7', '{"error":{"message":"New calls can be made in 42 seconds."}}', 7],
  ])('a 429 with Retry-After %j and the body %s names %i seconds', async (value, body, seconds) => {
    const url = await answering(body, 429, value === '' ? {} : { 'Retry-After': value });
    await expect(createTestSource('graph-v1.0', url).getIncident('29', createTrace())).rejects.toMatchObject({
      code: 'throttled',
      details: { retryAfterSeconds: seconds },
    });
  });

  test('a short Retry-After is waited for, a second at least, and tried again', async () => {
    const trace = createTrace();
    const url = await answering('{}', 429, { 'Retry-After': '0' });
    const began = Date.now();
    const source = createTestSource('graph-v1.0', url);
    await expect(source.getIncident('29', trace)).rejects.toMatchObject({ code: 'throttled' });
    expect(trace.calls).toBe(3);
    expect(Date.now() - began).toBeGreaterThanOrEqual(2_000);
  });

  test('a body over 5 MB is not read on', async () => {
    let sent = 0;
    const url = await start((_, response) => {
      const chunk = Buffer.alloc(1024 * 1024, ' ');
      const more = () => {
        sent += 1;
        if (sent < 500 && response.write(chunk)) setImmediate(more);
      };
      response.on('drain', more);
      more();
    });
    const source = createTestSource('graph-v1.0', url);
    await expect(source.getIncident('29', createTrace())).rejects.toMatchObject({ code: 'unavailable' });
    expect(sent).toBeLessThan(100);
  });

  test.each(['null', '[]', '""', '{}', '{"id":"29x"}', '{"id":29.5,"status":"active"}', '{"id":"29"}', '{"id":"29",'])(
    'the body %s is no incident',
    async (body) => {
      const url = await answering(body);
      await expect(createTestSource('graph-v1.0', url).getIncident('29', createTrace())).rejects.toMatchObject({
        code: 'unavailable',
      });
    },
  );

  test('an API that is not there ends as unavailable', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    await expect(createTestSource('graph-v1.0', url).getIncident('29', createTrace())).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});

test('the budget is spent before the API is asked, retries included', async () => {
  const budget = createRequestBudget({ perMinute: 4, perHour: 100 });
  const source = createTestSource('graph-v1.0', sandbox.url, { budget });
  await source.getIncident('29', createTrace());
  await expect(source.getIncident('90500', createTrace())).rejects.toMatchObject({ code: 'unavailable' });
  const trace = createTrace();
  await expect(source.getIncident('30', trace)).rejects.toMatchObject({
    code: 'throttled',
    details: { retryAfterSeconds: expect.any(Number) },
  });
  expect(trace.calls).toBe(0);
  expect(sandbox.calls).toHaveLength(4);
});

test('calls that the minute refuses are not counted against the hour', async () => {
  const budget = createRequestBudget({ perMinute: 2, perHour: 10 });
  await budget.spend();
  await budget.spend();
  for (let n = 0; n < 20; n++) {
    // An exhausted hour would name up to 3,600 seconds.
    await expect(budget.spend()).rejects.toMatchObject({ details: { retryAfterSeconds: expect.any(Number) } });
  }
  const refusal = await budget.spend().catch((error) => error);
  expect(refusal.details.retryAfterSeconds).toBeLessThanOrEqual(60);
});
