import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { IncidentCredential } from '../../src/config/config.ts';
import { createSecret } from '../../src/config/secret.ts';
import { createCredential } from '../../src/incidents/create-credential.ts';
import { createCertificate, type TestCertificate } from '../support/create-certificate.ts';
import { serve, type TestServer } from '../support/serve.ts';
import { tally } from '../support/tally.ts';

const app = { tenantId: '33333333-3333-4333-8333-333333333333', clientId: '11111111-1111-4111-8111-111111111111' };
let tls: TestCertificate;
let folder: string;
let elsewhere: TestServer;

beforeAll(async () => {
  [tls, folder] = await Promise.all([createCertificate(), mkdtemp(join(tmpdir(), 'redirects-'))]);
  await writeFile(join(folder, 'app.pem'), tls.key + tls.cert);
  await writeFile(join(folder, 'token'), 'token-of-the-cluster');
  elsewhere = await serve((_, response) => void response.end('{"access_token":"x","expires_in":3600}'), tls);
});
afterAll(() => Promise.all([elsewhere.close(), rm(folder, { recursive: true })]));

let tokenRequests = 0;

/** A login whose token endpoint sends everybody elsewhere. */
const startLogin = (status: number) =>
  serve((request, response) => {
    const authority = `https://${request.headers.host}/${app.tenantId}`;
    if (request.method === 'POST') {
      tokenRequests += 1;
      response.statusCode = status;
      response.setHeader('Location', `${elsewhere.url}/${app.tenantId}/oauth2/v2.0/token`);
      return void response.end();
    }
    response.setHeader('Content-Type', 'application/json');
    response.end(
      JSON.stringify({
        issuer: `${authority}/v2.0`,
        authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
        token_endpoint: `${authority}/oauth2/v2.0/token`,
        jwks_uri: `${authority}/keys`,
      }),
    );
  }, tls);

const credentials: [string, () => IncidentCredential][] = [
  ['secret', () => ({ kind: 'secret', ...app, secret: createSecret('s') })],
  ['certificate', () => ({ kind: 'certificate', ...app, certificatePath: join(folder, 'app.pem') })],
  ['workload identity', () => ({ kind: 'workload-identity', ...app, tokenFilePath: join(folder, 'token') })],
];

describe.each(credentials)('the %s', (_, describeCredential) => {
  test.each([301, 302, 303, 307, 308])('does not follow a %i of the login to another origin', async (status) => {
    const login = await startLogin(status);
    const trust: PipelinePolicy = {
      name: 'trust',
      sendRequest: (request, next) => next(Object.assign(request, { tlsSettings: { ca: tls.cert } })),
    };
    const credential = await createCredential(describeCredential(), {
      authorityHost: login.url,
      disableInstanceDiscovery: true,
      additionalPolicies: [{ policy: trust, position: 'perCall' }],
      retryOptions: { maxRetries: 0 },
    });
    tokenRequests = 0;
    await expect(credential.getToken('https://graph.microsoft.com/.default')).rejects.toMatchObject({
      name: expect.stringMatching(/^Authentication/),
    });
    expect(tokenRequests).toBe(1);
    expectNobodyThere();
    await login.close();
  });
});

test('the managed identity does not follow one of the endpoint on its host, with the header that proves the host', async () => {
  const host = await serve((_, response) => {
    response.statusCode = 307;
    response.setHeader('Location', `${elsewhere.url}/msi/token`);
    response.end();
  });
  process.env.IDENTITY_ENDPOINT = `${host.url}/msi/token`;
  process.env.IDENTITY_HEADER = 'secret-of-the-host';
  const credential = await createCredential({ kind: 'managed-identity' }, { retryOptions: { maxRetries: 0 } });
  await expect(credential.getToken('https://graph.microsoft.com/.default')).rejects.toThrow(/./);
  delete process.env.IDENTITY_ENDPOINT;
  delete process.env.IDENTITY_HEADER;
  expect(host.connections()).toBe(1);
  expectNobodyThere();
  await host.close();
});

function expectNobodyThere() {
  tally('evil hosts', { tried: 1, contacted: elsewhere.connections() });
  expect(elsewhere.connections()).toBe(0);
}
