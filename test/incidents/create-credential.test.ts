import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createDefaultHttpClient, type HttpClient, type PipelinePolicy } from '@azure/core-rest-pipeline';
import { jest } from '@jest/globals';
import { clouds } from '../../src/config/clouds.ts';
import type { IncidentApi, IncidentCredential } from '../../src/config/config.ts';
import { createSecret } from '../../src/config/secret.ts';
import { createCredential } from '../../src/incidents/create-credential.ts';
import { tokenPolicy } from '../../src/incidents/sources/authentication-policies.ts';
import { apis } from '../../src/incidents/sources/create-source.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.ts';
import { createCertificate, type TestCertificate } from '../support/create-certificate.ts';
import { realTimers } from '../support/real-timers.ts';
import { createTestSource, createTrace } from '../support/sources.ts';

const tenantId = '33333333-3333-4333-8333-333333333333';
const roles = ['SecurityIncident.Read.All', 'Incident.Read.All'];
const withSecret = '11111111-1111-4111-8111-111111111111';
const withCertificate = '22222222-2222-4222-8222-222222222222';
const withFederation = '44444444-4444-4444-8444-444444444444';
const roleless = '55555555-5555-4555-8555-555555555555';

let tls: TestCertificate;
let folder: string;
let sandbox: Sandbox;
let clock: number;

beforeAll(async () => {
  [tls, folder] = await Promise.all([createCertificate(), mkdtemp(join(tmpdir(), 'credential-'))]);
  await writeFile(join(folder, 'app.pem'), tls.key + tls.cert);
  await writeFile(join(folder, 'token'), 'token-of-the-cluster');
});
afterAll(() => rm(folder, { recursive: true }));

async function start(tokenLifetimeSeconds = 3599) {
  clock = Date.now();
  sandbox = await createSandbox({
    port: 0,
    tls,
    tokenLifetimeSeconds,
    now: () => clock,
    apps: [
      { clientId: withSecret, secret: 'right', roles },
      { clientId: withCertificate, certificate: tls.cert, roles },
      { clientId: withFederation, federatedToken: 'token-of-the-cluster', roles },
      { clientId: roleless, secret: 'right', roles: [] },
    ],
  });
}
afterEach(() => sandbox.close());

/** The real credential over the sandbox's login, with its certificate trusted for this client alone. */
async function createSource(credential: IncidentCredential, api: IncidentApi = 'graph-v1.0') {
  const trust: PipelinePolicy = {
    name: 'trust',
    sendRequest: (request, next) => next(Object.assign(request, { tlsSettings: { ca: tls.cert } })),
  };
  const real = await createCredential(credential, {
    authorityHost: sandbox.url,
    disableInstanceDiscovery: true,
    additionalPolicies: [{ policy: trust, position: 'perCall' }],
    retryOptions: { maxRetries: 0 },
  });
  const httpClient = createDefaultHttpClient();
  const trusting: HttpClient = {
    sendRequest: (request) => httpClient.sendRequest(Object.assign(request, { tlsSettings: { ca: tls.cert } })),
  };
  return createTestSource(api, sandbox.url, {
    authentication: tokenPolicy(
      real,
      apis[api].scope({ cloud: clouds.global } as Parameters<(typeof apis)[typeof api]['scope']>[0]),
    ),
    httpClient: trusting,
    budget: { spend: async () => {} },
  });
}

const secret = (value: string, clientId = withSecret): IncidentCredential => ({
  kind: 'secret',
  tenantId,
  clientId,
  secret: createSecret(value),
});
const certificate = (): IncidentCredential => ({
  kind: 'certificate',
  tenantId,
  clientId: withCertificate,
  certificatePath: join(folder, 'app.pem'),
});
const workload = (): IncidentCredential => ({
  kind: 'workload-identity',
  tenantId,
  clientId: withFederation,
  tokenFilePath: join(folder, 'token'),
});
const tokenRequests = () => sandbox.calls.filter(({ method }) => method === 'POST').length;

describe.each([
  ['secret', () => secret('right')],
  ['certificate', certificate],
  ['workload identity', workload],
])('with a %s', (_, describeCredential) => {
  test('an incident is read with a token of the own tenant', async () => {
    await start();
    const source = await createSource(describeCredential());
    await expect(source.getIncident('29', createTrace())).resolves.toMatchObject({ id: '29' });
    expect(sandbox.calls.find(({ method }) => method === 'POST')?.path).toContain(`/${tenantId}/oauth2/v2.0/token`);
    expect(sandbox.calls.at(-1)?.headers.authorization).toMatch(/^Bearer sandbox\./);
  });
});

test.each(['graph-v1.0', 'graph-beta', 'defender-xdr'] as const)(
  "the token for %s is asked for that API's scope",
  async (api) => {
    await start();
    const source = await createSource(secret('right'), api);
    await expect(source.getIncident('29', createTrace())).resolves.toMatchObject({ id: '29' });
  },
);

describe('with a managed identity', () => {
  // One host for both, because MSAL keeps the first endpoint that it finds for the life of the process.
  let host: Sandbox;
  beforeAll(async () => {
    // The endpoint that App Service offers is plain http on the machine itself.
    host = await createSandbox({ port: 0, apps: [{ clientId: withSecret, roles }] });
    process.env.IDENTITY_ENDPOINT = `${host.url}/msi/token`;
    process.env.IDENTITY_HEADER = 'secret-of-the-host';
  });
  afterAll(() => {
    delete process.env.IDENTITY_ENDPOINT;
    delete process.env.IDENTITY_HEADER;
    return host.close();
  });

  test.each([
    ['system-assigned', undefined, null],
    ['user-assigned', withSecret, withSecret],
  ])('%s: the token comes from the endpoint of the host', async (_, clientId, asked) => {
    await start();
    const credential = await createCredential({ kind: 'managed-identity', ...(clientId && { clientId }) }, {});
    await expect(credential.getToken('https://graph.microsoft.com/.default')).resolves.toMatchObject({
      token: expect.stringMatching(/^sandbox\./),
    });
    const call = host.calls.at(-1);
    expect(call?.headers['x-identity-header']).toBe('secret-of-the-host');
    const query = new URL(call?.path ?? '', host.url).searchParams;
    expect(query.get('client_id')).toBe(asked);
    expect(query.get('resource')).toBe('https://graph.microsoft.com');
  });
});

test('100 look-ups, many at once, cost one token', async () => {
  await start();
  const source = await createSource(secret('right'));
  const ask = () => source.getIncident('29', createTrace());
  await Promise.all(Array.from({ length: 50 }, ask));
  for (let n = 0; n < 50; n++) await ask();
  expect(tokenRequests()).toBe(1);
});

test('a token is renewed before it expires, and no call is made with an expired one', async () => {
  jest.useFakeTimers({ now: Date.now(), doNotFake: [...realTimers] });
  try {
    await start(3600);
    const source = await createSource(secret('right'));
    const ask = () => source.getIncident('29', createTrace());
    const pass = (seconds: number) => {
      jest.setSystemTime(Date.now() + seconds * 1000);
      clock = Date.now();
    };
    await ask();
    pass(1800);
    await ask();
    expect(tokenRequests()).toBe(1);
    // In the last two minutes the pipeline renews while it goes on with the old token.
    pass(1700);
    await ask();
    for (let waited = 0; tokenRequests() < 2 && waited < 5_000; waited += 10) await delay(10);
    pass(200);
    await expect(ask()).resolves.toMatchObject({ id: '29' });
    expect(tokenRequests()).toBe(2);
  } finally {
    jest.useRealTimers();
  }
});

test('a wrong secret ends as bad-credential, without a call to the API', async () => {
  await start();
  const source = await createSource(secret('wrong'));
  await expect(source.getIncident('29', createTrace())).rejects.toMatchObject({ code: 'bad-credential' });
  expect(sandbox.calls.filter(({ path }) => path.startsWith('/v1.0/'))).toEqual([]);
});

test('an app without the role ends as missing-permission, naming it', async () => {
  await start();
  const source = await createSource(secret('right', roleless));
  await expect(source.getIncident('29', createTrace())).rejects.toMatchObject({
    code: 'missing-permission',
    details: { role: 'SecurityIncident.Read.All' },
  });
});

test('a certificate file that is missing ends as bad-credential', async () => {
  await start();
  const source = await createSource({
    kind: 'certificate',
    tenantId,
    clientId: withCertificate,
    certificatePath: join(folder, 'gone.pem'),
  });
  await expect(source.getIncident('29', createTrace())).rejects.toMatchObject({ code: 'bad-credential' });
});

test('a login that is not there ends as unavailable, not as a wrong credential', async () => {
  await start();
  const source = await createSource(secret('right'));
  await sandbox.close();
  await expect(source.getIncident('29', createTrace())).rejects.toMatchObject({ code: 'unavailable' });
});
