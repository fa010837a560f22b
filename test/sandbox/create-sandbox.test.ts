import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/create-sandbox.ts';
import { readJson } from '../support/read-json.ts';

const reader = { clientId: 'reader', secret: 'right', roles: ['SecurityIncident.Read.All', 'Incident.Read.All'] };
const stranger = { clientId: 'stranger', secret: 'right', roles: [] };
const unknownMembers = { Prefer: 'include-unknown-enum-members' };

let sandbox: Sandbox;
let time = 0;

async function start(options: Partial<SandboxOptions> = {}) {
  sandbox = await createSandbox({ port: 0, apps: [reader, stranger], now: () => time, ...options });
}

afterEach(() => sandbox.close());

async function get(path: string, headers: Record<string, string> = {}, token = 'offline') {
  const response = await fetch(sandbox.url + path, { headers: { Authorization: `Bearer ${token}`, ...headers } });
  return { status: response.status, headers: response.headers, body: await readJson(response) };
}

async function askToken(client: string, secret: string, scope: string) {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: client,
    client_secret: secret,
    scope,
  });
  const response = await fetch(`${sandbox.url}/contoso/oauth2/v2.0/token`, { method: 'POST', body });
  return { status: response.status, body: await readJson(response) };
}

test('Graph v1.0 shows incident 29 as its page does, to the letter', async () => {
  await start();
  expect((await get('/v1.0/security/incidents/29')).body).toEqual({
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#security/incidents/$entity',
    id: '29',
    tenantId: 'cfcdbe43-297b-4c6b-ac7e-8d7f6befb514',
    status: 'active',
    incidentWebUrl: 'https://security.microsoft.com/incident2/29/overview?tid=cfcdbe43-297b-4c6b-ac7e-8d7f6befb514',
    redirectIncidentId: null,
    displayName: 'Multi-stage incident involving Execution & Command and control on one endpoint',
    createdDateTime: '2026-01-22T12:09:23.1433333Z',
    lastUpdateDateTime: '2026-02-25T16:29:33.1Z',
    assignedTo: 'admin@contoso.com',
    classification: 'truePositive',
    determination: 'multiStagedAttack',
    severity: 'high',
    customTags: ['Demo'],
    systemTags: [],
    description:
      'Microsoft observed Raspberry Robin worm activity spreading through infected USB devices on multiple endpoints in your environment.',
    lastModifiedBy: 'API-App:admin@contoso.com',
    resolvingComment: null,
    summary:
      'Defender Experts has identified malicious activity. This incident has been raised for your awareness and should be investigated as usual.',
    priorityScore: 100,
    comments: [],
  });
});

test('Graph beta shows incident 2972395 as its page does, to the letter', async () => {
  await start();
  expect((await get('/beta/security/incidents/2972395')).body).toEqual({
    '@odata.type': '#microsoft.graph.incident',
    id: '2972395',
    incidentWebUrl: 'https://security.microsoft.com/incidents/2972395?tid=12f988bf-16f1-11af-11ab-1d7cd011db47',
    redirectIncidentId: null,
    displayName:
      'Multi-stage incident involving Initial access & Command and control on multiple endpoints reported by multiple sources',
    aadTenantId: 'b3c1b5fc-828c-45fa-a1e1-10d74f6d6e9c',
    createdDateTime: '2021-08-13T08:43:35.5533333Z',
    lastUpdateDateTime: '2021-09-30T09:35:45.1133333Z',
    assignedTo: 'KaiC@contoso.onmicrosoft.com',
    classification: 'TruePositive',
    determination: 'MultiStagedAttack',
    status: 'Active',
    severity: 'Medium',
    tags: ['Demo'],
    comments: [
      {
        comment: 'Demo incident',
        createdBy: 'DavidS@contoso.onmicrosoft.com',
        createdTime: '2021-09-30T12:07:37.2756993Z',
      },
    ],
  });
});

test('Defender XDR has numbers for ids, its own names and its own words for unknown', async () => {
  await start();
  const { body } = await get('/api/incidents/35');
  expect(body).toMatchObject({ incidentId: 35, severity: 'UnSpecified', status: 'Active', alerts: [] });
  expect((await get('/api/incidents/34')).body.determination).toBe('NotAvailable');
  expect((await get('/api/incidents/12')).body).toMatchObject({ status: 'Redirected', redirectIncidentId: 29 });
});

test('Graph hides awaitingAction unless the caller asks for unknown members', async () => {
  await start();
  expect((await get('/v1.0/security/incidents/33')).body.status).toBe('unknownFutureValue');
  expect((await get('/v1.0/security/incidents/33', unknownMembers)).body.status).toBe('awaitingAction');
  expect((await get('/beta/security/incidents/33')).body.status).toBe('UnknownFutureValue');
});

test.each([
  ['/v1.0/security/incidents/', 'InvalidAuthenticationToken'],
  ['/beta/security/incidents/', 'InvalidAuthenticationToken'],
  ['/api/incidents/', 'Unauthorized'],
])('%s refuses a token it did not issue and knows no foreign id', async (path, code) => {
  await start();
  expect(await get(`${path}29`, {}, 'forged')).toMatchObject({ status: 401, body: { error: { code } } });
  expect(await get(`${path}29`, { Authorization: '' })).toMatchObject({ status: 401 });
  expect(await get(`${path}999999`)).toMatchObject({ status: 404, body: { error: { code: 'ResourceNotFound' } } });
  expect(await get(`${path}abc`)).toMatchObject({ status: 400 });
});

test('a token is good for the API it was asked for, until it expires, and only with the role', async () => {
  await start({ tokenLifetimeSeconds: 60 });
  const graph = 'https://graph.microsoft.com/.default';
  const { body } = await askToken('reader', 'right', graph);
  expect(await get('/v1.0/security/incidents/29', {}, body.access_token)).toMatchObject({ status: 200 });
  expect(await get('/api/incidents/29', {}, body.access_token)).toMatchObject({ status: 401 });

  const roleless = await askToken('stranger', 'right', graph);
  expect(await get('/v1.0/security/incidents/29', {}, roleless.body.access_token)).toMatchObject({
    status: 403,
    body: { error: { message: expect.stringContaining('SecurityIncident.Read.All,SecurityIncident.ReadWrite.All') } },
  });

  time += 60_000;
  expect(await get('/v1.0/security/incidents/29', {}, body.access_token)).toMatchObject({ status: 401 });
});

test('a wrong secret and an unknown app get no token', async () => {
  await start();
  expect(await askToken('reader', 'wrong', 'x')).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  expect(await askToken('nobody', 'right', 'x')).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
});

test('Defender XDR takes 100 calls a minute and 1,500 an hour, and says how long to wait; Graph has no such limit', async () => {
  time = 0;
  await start();
  const call = () => get('/api/incidents/29');
  for (let n = 0; n < 100; n++) expect((await call()).status).toBe(200);
  time = 15_000;
  const refused = await call();
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('45');
  expect(refused.body.error.message).toContain('45 seconds');
  expect((await get('/v1.0/security/incidents/29')).status).toBe(200);

  for (let minute = 1; minute < 15; minute++) {
    time = minute * 60_000;
    for (let n = 0; n < 100; n++) expect((await call()).status).toBe(200);
  }
  time = 15 * 60_000;
  expect((await call()).headers.get('retry-after')).toBe(String(45 * 60));
});

test('what can not be read is refused, and the sandbox lives on', async () => {
  await start();
  expect((await get('/v1.0/security/incidents/%zz')).status).toBe(400);
  const body = new URLSearchParams({ client_id: 'reader', client_assertion: 'a.b.c' });
  const response = await fetch(`${sandbox.url}/contoso/oauth2/v2.0/token`, { method: 'POST', body });
  expect([400, 401]).toContain(response.status);
  expect((await get('/v1.0/security/incidents/29')).status).toBe(200);
});

test('Defender XDR takes 50 lists a minute beside the single incidents', async () => {
  time = 0;
  await start();
  for (let n = 0; n < 50; n++) expect((await get('/api/incidents')).status).toBe(200);
  expect((await get('/api/incidents')).status).toBe(429);
  expect((await get('/api/incidents/29')).status).toBe(200);
});

test.each([
  ["/v1.0/security/incidents?$filter=severity eq 'high' and assignedTo eq null", ['41', '30']],
  ["/v1.0/security/incidents?$filter=status eq 'resolved'", ['31']],
  ["/beta/security/incidents?$filter=status eq 'Resolved'", ['31']],
  ["/api/incidents?$filter=status eq 'Resolved'", ['31']],
  [
    "/v1.0/security/incidents?$filter=(severity eq 'low' or severity eq 'Informational') and status ne 'x'",
    ['36', '34'],
  ],
  ["/v1.0/security/incidents?$filter=severity eq 'low' or severity eq 'informational' and status eq 'x'", ['36']],
  ["/v1.0/security/incidents?$filter=assignedTo eq 'KaiC@contoso.onmicrosoft.com'", ['2972395']],
  ["/v1.0/security/incidents?$filter=assignedTo eq 'kaic@contoso.onmicrosoft.com'", []],
  ["/v1.0/security/incidents?$filter=assignedTo eq 'O''Neill'", []],
  [
    "/api/incidents?$filter=assignedTo eq 'KaiC@contoso.onmicrosoft.com' and createdTime ge 2021-01-01T00:00:00Z",
    ['2972395'],
  ],
  ['/v1.0/security/incidents?$filter=createdDateTime lt 2022-01-01T00:00:00Z', ['2972395']],
  ['/api/incidents?$filter=createdTime le 2021-08-13T08:43:35.5533333Z', ['2972395']],
  ['/beta/security/incidents?$filter=lastUpdateDateTime lt 2022-01-01T00:00:00.5Z', ['2972395']],
  ['/v1.0/security/incidents?$top=2&$skip=1', ['55', '54']],
])('%s lists %j', async (path, ids) => {
  await start();
  const { body } = await get(path);
  expect(body.value.map((each: { id?: string; incidentId?: number }) => String(each.id ?? each.incidentId))).toEqual(
    ids,
  );
});

test.each([
  '/v1.0/security/incidents?$top=51',
  '/api/incidents?$top=101',
  '/v1.0/security/incidents?$skip=-1',
  "/v1.0/security/incidents?$filter=displayName eq 'x'",
  "/api/incidents?$filter=severity eq 'High'",
  '/v1.0/security/incidents?$filter=status',
  '/v1.0/security/incidents?$filter=',
  "/v1.0/security/incidents?$filter=status eq 'active",
  "/v1.0/security/incidents?$filter=(status eq 'active'",
  "/v1.0/security/incidents?$filter=status eq 'active' severity eq 'high'",
  "/v1.0/security/incidents?$filter=status gt 'active'",
  "/v1.0/security/incidents?$filter=assignedTo eq 'O'Neill'",
  "/v1.0/security/incidents?$filter=createdDateTime ge '2026-01-01T00:00:00Z'",
  '/api/incidents?$filter=createdDateTime ge 2026-01-01T00:00:00Z',
])('%s is refused, as the API would', async (path) => {
  await start();
  expect((await get(path)).status).toBe(400);
});
