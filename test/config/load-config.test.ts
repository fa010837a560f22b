import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../src/config/config-error.ts';
import { loadConfig } from '../../src/config/load-config.ts';

/** Any file will do: what is in it shows only when it is used. */
const readable = import.meta.filename;

const appId = '11111111-1111-4111-8111-111111111111';
const otherId = '22222222-2222-4222-8222-222222222222';
const tenantId = '33333333-3333-4333-8333-333333333333';
const identity = { MicrosoftAppId: appId, MicrosoftAppTenantId: tenantId, MicrosoftAppPassword: 'password' };
const online = { ...identity, ALLOW_ALL_MEMBERS: 'true' };
const offline = { BOT_OFFLINE: 'true', INCIDENT_API_URL: 'http://127.0.0.1:4010' };

function problemsOf(variables: Record<string, string>): string[] {
  try {
    loadConfig(variables);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ variable }) => variable);
    throw error;
  }
  return [];
}

function credentialOf(variables: Record<string, string>) {
  const { mode } = loadConfig(variables);
  return mode.kind === 'online' ? mode.credential : undefined;
}

test('an empty environment names every missing setting at once, each with where to find it', () => {
  expect.assertions(5);
  try {
    loadConfig({ NODE_ENV: 'production' });
  } catch (error) {
    const { message, problems } = error as ConfigError;
    expect(problems.map(({ variable }) => variable)).toEqual([
      'MicrosoftAppId',
      'MicrosoftAppTenantId',
      'MicrosoftAppPassword',
      'ALLOWED_USERS',
    ]);
    expect(message).toMatch(/MicrosoftAppId: is missing\. Azure portal > Azure Bot/);
    expect(message).toMatch(/MicrosoftAppPassword: is missing\. Entra > App registrations/);
    expect(message).toMatch(/ALLOWED_USERS: no access rule is set/);
    expect(message).toMatch(/4 setting\(s\)/);
  }
});

test('the defaults are those of the documentation', () => {
  expect(loadConfig(online)).toMatchObject({
    port: 3978,
    cloud: { name: 'global' },
    incidentApi: 'graph-v1.0',
    incidentCacheSeconds: 15,
    logLevel: 'info',
    homeTenantId: tenantId,
    auditFile: undefined,
    access: { enforced: true, tenants: [tenantId], allMembers: true, guests: false },
    mode: { kind: 'online', identity: { type: 'SingleTenant', kind: 'secret', appId } },
  });
});

test('people are of the tenant of the bot, wherever the incidents are read', () => {
  const customer = '99999999-9999-4999-8999-999999999999';
  expect(loadConfig({ ...online, AZURE_TENANT_ID: customer })).toMatchObject({
    homeTenantId: customer,
    access: { tenants: [tenantId] },
  });
});

test('an audit file that is a pipe is refused: it would be waited for', () => {
  if (process.platform === 'win32') return expect(process.platform).toBe('win32');
  const folder = mkdtempSync(join(tmpdir(), 'pipe-'));
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  expect(() => loadConfig({ ...online, AUDIT_FILE: pipe })).toThrow(/AUDIT_FILE: must name a file/);
  rmSync(folder, { recursive: true });
});

test.each([
  ['PORT', '70000'],
  ['PORT', '80x'],
  ['CLOUD', 'mars'],
  ['CLOUD', 'china'],
  ['INCIDENT_API', 'graph'],
  ['INCIDENT_CACHE_SECONDS', '-1'],
  ['LOG_LEVEL', 'loud'],
  ['ALLOW_GUESTS', 'perhaps'],
  ['MicrosoftAppType', 'Quadruple'],
  ['MicrosoftAppId', 'my-bot'],
  ['MicrosoftAppTenantId', 'contoso'],
  ['AZURE_TENANT_ID', 'contoso.com'],
  ['ALLOWED_USERS', 'adele@contoso.com'],
  ['ALLOWED_TENANTS', 'contoso.com'],
  ['ALLOWED_TEAMS', 'SOC'],
  ['ALLOWED_CHANNELS', 'General'],
  ['ALLOWED_CHATS', 'a:1'],
  ['ALLOWED_CHATS', '19:general@thread.tacv2'],
  ['ALLOWED_GROUPS', 'SOC'],
  ['HTTPS_PROXY_FILE', '/run/secrets/proxy'],
  ['INCIDENT_CREDENTIAL', 'password'],
  ['INCIDENT_API_URL', 'http://127.0.0.1:4010'],
  ['REDIS_URL', '127.0.0.1:6379'],
  ['AUDIT_FILE', '/nonexistent/audit.log'],
  ['AUDIT_FILE', import.meta.dirname],
  ['AZURE_CLIENT_CERTIFICATE_PATH', '/nonexistent.pem'],
  ['AZURE_FEDERATED_TOKEN_FILE', '/nonexistent'],
])('%s=%s is refused by name', (variable, value) => {
  expect(problemsOf({ ...online, [variable]: value })).toEqual([variable]);
});

test.each([
  'redis://redis.example:6379',
  'rediss://10.0.0.7',
  'redis://127.0.0.1.evil.example',
  'redis:///',
  'redis://127.300.1.1',
])('offline, the Redis of %s is refused: what real bots share there is not for unsigned questions', (url) => {
  const offline = { BOT_OFFLINE: 'true', INCIDENT_API_URL: 'http://127.0.0.1:4010' };
  expect(problemsOf({ ...offline, REDIS_URL: url })).toEqual(['REDIS_URL']);
  expect(problemsOf({ ...offline, REDIS_URL: 'redis://:x@127.0.0.1:6379' })).toEqual([]);
  expect(problemsOf({ ...offline, REDIS_URL: 'redis://[::1]' })).toEqual([]);
});

test('china is refused with the reason', () => {
  expect(() => loadConfig({ ...online, CLOUD: 'china' })).toThrow(/not offered in the cloud operated by 21Vianet/);
});

test('values are read without regard to case, blanks around them and list spacing', () => {
  const config = loadConfig({ ...identity, CLOUD: ' GCCH ', ALLOWED_USERS: ` ${appId.toUpperCase()} ,${otherId}, ` });
  expect(config.cloud.name).toBe('gcch');
  expect(config.access.users).toEqual([appId, otherId]);
});

describe('the identity of the bot', () => {
  test('an empty app id is refused whatever the type, because botbuilder would check no tokens', () => {
    for (const MicrosoftAppType of ['SingleTenant', 'MultiTenant', 'UserAssignedMSI']) {
      expect(
        problemsOf({
          ...online,
          MicrosoftAppType,
          MicrosoftAppId: ' ',
          MicrosoftAppPassword: MicrosoftAppType === 'UserAssignedMSI' ? '' : 'x',
        }),
      ).toEqual(['MicrosoftAppId']);
    }
  });

  test('a managed identity needs no password and takes none', () => {
    const { MicrosoftAppPassword, ...rest } = online;
    expect(loadConfig({ ...rest, MicrosoftAppType: 'userassignedmsi' }).mode).toMatchObject({
      identity: { kind: 'managed-identity', type: 'UserAssignedMSI' },
      credential: { kind: 'managed-identity', clientId: appId },
    });
    expect(problemsOf({ ...online, MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppPassword })).toEqual([
      'MicrosoftAppPassword',
    ]);
  });

  test('a certificate needs both of its halves', () => {
    const { MicrosoftAppPassword: _, ...rest } = online;
    const certificate = { ...rest, AZURE_CLIENT_CERTIFICATE_PATH: readable };
    expect(problemsOf({ ...certificate, CertificateThumbprint: 'AB12' })).toEqual(['CertificatePrivateKey']);
    expect(
      loadConfig({ ...certificate, CertificateThumbprint: 'AB12', CertificatePrivateKey: 'key' }).mode,
    ).toMatchObject({
      identity: { kind: 'certificate', thumbprint: 'AB12' },
    });
  });
});

describe('who reads incidents', () => {
  test.each([
    ["the bot's own app", {}, { kind: 'secret', clientId: appId, tenantId }],
    [
      'an app of its own',
      { AZURE_CLIENT_ID: otherId, AZURE_CLIENT_SECRET: 's' },
      { kind: 'secret', clientId: otherId, tenantId },
    ],
    ['a certificate', { AZURE_CLIENT_CERTIFICATE_PATH: readable }, { kind: 'certificate', certificatePath: readable }],
    [
      'a workload identity',
      { AZURE_FEDERATED_TOKEN_FILE: readable },
      { kind: 'workload-identity', tokenFilePath: readable },
    ],
    ['the system-assigned identity', { INCIDENT_CREDENTIAL: 'managed-identity' }, { kind: 'managed-identity' }],
    [
      'a user-assigned identity',
      { INCIDENT_CREDENTIAL: 'managed-identity', AZURE_CLIENT_ID: otherId },
      { kind: 'managed-identity', clientId: otherId },
    ],
  ])('%s', (_, variables, expected) => {
    expect(credentialOf({ ...online, ...variables })).toMatchObject(expected);
  });

  test('two credentials at once are refused unless the setting says which', () => {
    const both = { ...online, AZURE_CLIENT_SECRET: 's', AZURE_CLIENT_CERTIFICATE_PATH: readable };
    expect(problemsOf(both)).toEqual(['INCIDENT_CREDENTIAL']);
    expect(credentialOf({ ...both, INCIDENT_CREDENTIAL: 'certificate' })).toMatchObject({ kind: 'certificate' });
  });

  test('an app of its own without any credential is refused', () => {
    expect(problemsOf({ ...online, AZURE_CLIENT_ID: otherId })).toEqual(['INCIDENT_CREDENTIAL']);
  });

  test('a credential that is asked for but incomplete names what is missing', () => {
    expect(problemsOf({ ...online, INCIDENT_CREDENTIAL: 'certificate' })).toEqual(['AZURE_CLIENT_CERTIFICATE_PATH']);
    expect(problemsOf({ ...online, INCIDENT_CREDENTIAL: 'workload-identity' })).toEqual(['AZURE_FEDERATED_TOKEN_FILE']);
    expect(problemsOf({ ...online, INCIDENT_CREDENTIAL: 'secret', AZURE_CLIENT_ID: otherId })).toEqual([
      'AZURE_CLIENT_SECRET',
    ]);
  });
});

describe('access rules', () => {
  test.each([
    ['ALLOWED_USERS', appId],
    ['ALLOWED_TEAMS', appId],
    ['ALLOWED_CHANNELS', '19:abc@thread.tacv2'],
    ['ALLOWED_CHATS', '19:abc@thread.v2'],
    ['ALLOW_ALL_MEMBERS', 'true'],
  ])('%s alone is a rule', (variable, value) => {
    expect(problemsOf({ ...identity, [variable]: value })).toEqual([]);
  });

  test.each([
    ['ALLOWED_TENANTS', tenantId],
    ['ALLOW_GUESTS', 'true'],
    ['ALLOW_ALL_MEMBERS', 'false'],
    ['ALLOWED_USERS', ' , '],
  ])('%s alone lets nobody in, so the bot does not start', (variable, value) => {
    expect(problemsOf({ ...identity, [variable]: value })).toEqual(['ALLOWED_USERS']);
  });
});

describe('offline mode', () => {
  test('needs nothing but a loopback API and enforces no rule', () => {
    expect(loadConfig(offline)).toMatchObject({
      mode: { kind: 'offline', incidentApiUrl: 'http://127.0.0.1:4010' },
      access: { enforced: false },
    });
  });

  test('a home tenant is whose links are taken, and keeps nobody out', () => {
    expect(loadConfig({ ...offline, AZURE_TENANT_ID: tenantId })).toMatchObject({
      homeTenantId: tenantId,
      access: { enforced: false },
    });
  });

  test('enforces rules that are set, with ids of any form', () => {
    expect(loadConfig({ ...offline, ALLOWED_USERS: 'User-1' }).access).toMatchObject({
      enforced: true,
      users: ['user-1'],
      tenants: [],
    });
  });

  test.each([
    ['in production', { NODE_ENV: 'production' }, 'BOT_OFFLINE'],
    ['with an app id', { MicrosoftAppId: appId }, 'MicrosoftAppId'],
    ['with a password', { MicrosoftAppPassword: 'x' }, 'MicrosoftAppPassword'],
    ['with an app type', { MicrosoftAppType: 'MultiTenant' }, 'MicrosoftAppType'],
    ['with a tenant', { MicrosoftAppTenantId: tenantId }, 'MicrosoftAppTenantId'],
    ['without an API', { INCIDENT_API_URL: '' }, 'INCIDENT_API_URL'],
    ['with an API elsewhere', { INCIDENT_API_URL: 'http://10.0.0.1:4010' }, 'INCIDENT_API_URL'],
    ['with a name that only looks local', { INCIDENT_API_URL: 'http://localhost.evil.example' }, 'INCIDENT_API_URL'],
    [
      'with an address that only looks local',
      { INCIDENT_API_URL: 'http://127.0.0.1.evil.example' },
      'INCIDENT_API_URL',
    ],
    ['with user info that looks local', { INCIDENT_API_URL: 'http://127.0.0.1@evil.example' }, 'INCIDENT_API_URL'],
    ['with user info', { INCIDENT_API_URL: 'http://u:p@127.0.0.1:4010' }, 'INCIDENT_API_URL'],
    ['with a query', { INCIDENT_API_URL: 'http://127.0.0.1:4010/?x=1' }, 'INCIDENT_API_URL'],
    ['with another scheme', { INCIDENT_API_URL: 'file:///etc/passwd' }, 'INCIDENT_API_URL'],
  ])('is refused %s', (_, variables, refused) => {
    expect(problemsOf({ ...offline, ...variables })).toEqual([refused]);
  });

  test.each(['http://localhost:1', 'http://[::1]:1', 'http://127.1.2.3:1/'])('takes %s as loopback', (url) => {
    expect(problemsOf({ ...offline, INCIDENT_API_URL: url })).toEqual([]);
  });
});
