import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCertificate } from './support/create-certificate.ts';
import { echo } from './support/echo.ts';
import { createPlantedProgram, type PlantedProgram, secrets } from './support/planted-program.ts';

let planted: PlantedProgram;
beforeEach(async () => {
  planted = await createPlantedProgram();
});
afterEach(() => planted.close());

/** On a signal, fails as an HTTP client of an SDK might: with the whole environment in the error. */
const failing = `
  const broken = () => Object.assign(new TypeError(process.env.MicrosoftAppPassword + '\\n    at ' + process.env.HTTPS_PROXY), {
    code: 'ERR_PLANTED',
    config: process.env,
    cause: new TypeError(process.env.AZURE_CLIENT_SECRET),
  });
  process.on('SIGUSR2', () => { throw broken(); });
  process.on('SIGHUP', () => void Promise.reject(broken()));
  process.on('SIGWINCH', () => void Promise.reject(process.env.MicrosoftAppPassword));`;

test.each([
  ['an error that nobody caught', 'SIGUSR2', 'TypeError ERR_PLANTED'],
  ['a rejection that nobody took', 'SIGHUP', 'TypeError ERR_PLANTED'],
  ['a rejection that is no error', 'SIGWINCH', 'ERR_UNHANDLED_REJECTION'],
] as const)('%s ends the program with 1, and what it carried is not said', async (_, signal, words) => {
  const preload = ['--import', `data:text/javascript,${encodeURIComponent(failing)}`];
  const program = planted.launch(planted.environment, preload);
  await planted.send(program, '/healthz', {});
  program.child.kill(signal);
  expect(await program.exitCode()).toBe(1);
  expect(program.output()).toContain('The bot crashed: ');
  expect(program.output()).toContain(words);
  planted.expectNothingOf(program);
});

const everySetting = [
  ...['MicrosoftAppId', 'MicrosoftAppTenantId', 'MicrosoftAppType', 'AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'CLOUD'],
  ...['INCIDENT_API', 'INCIDENT_API_URL', 'INCIDENT_CREDENTIAL', 'INCIDENT_CACHE_SECONDS', 'ALLOWED_USERS'],
  ...['ALLOWED_TEAMS', 'ALLOWED_CHANNELS', 'ALLOWED_CHATS', 'ALLOWED_TENANTS', 'ALLOW_ALL_MEMBERS', 'ALLOW_GUESTS'],
  ...['CARD_TEXT', 'AUDIT_FILE', 'REDIS_URL', 'PORT', 'LOG_LEVEL', 'HTTPS_PROXY', 'AZURE_CLIENT_CERTIFICATE_PATH'],
  ...['AZURE_CLIENT_SECRET_FILE', 'AZURE_FEDERATED_TOKEN_FILE', 'MicrosoftAppPassword_FILE', 'REDIS_URL_FILE'],
];

test('a start that fails over settings says none of their values, wherever a secret was put by mistake', async () => {
  const everywhere = Object.fromEntries(everySetting.map((name) => [name, secrets['password of the bot']]));
  // These would print, or have others read along, if they were let.
  const switches = { DEBUG: '*', NODE_DEBUG: 'http,https,net,tls', AZURE_LOG_LEVEL: 'verbose' };
  const unchecked = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
  const program = planted.launch({ ...planted.environment, ...everywhere, ...switches, ...unchecked });
  expect(await program.exitCode()).toBe(1);
  for (const variable of ['MicrosoftAppPassword_FILE', ...Object.keys({ ...switches, ...unchecked })]) {
    expect(program.output()).toContain(`${variable}: must`);
  }
  planted.expectNothingOf(program);
});

test('a start that fails over a port that is taken says no secret', async () => {
  const program = planted.launch({ ...planted.environment, PORT: String(planted.internet.proxy.port) });
  expect(await program.exitCode()).toBe(1);
  expect(program.output()).toContain('is taken');
  planted.expectNothingOf(program);
});

describe('with a login that says back what it was sent', () => {
  /** Settings, and what of them is secret. */
  type Case = () => Promise<[settings: Record<string, string>, more: Record<string, string>]>;
  const inFile = async (content: string) => {
    const path = join(planted.folder, 'mounted');
    await writeFile(path, content);
    return path;
  };
  /** Beside each the field of the login in which it is proven, if it comes to that. */
  const cases: [string, 'client_assertion' | 'client_secret' | undefined, Case][] = [
    [
      'the key of a certificate',
      'client_assertion',
      async () => {
        const { key } = await createCertificate();
        const [, line = ''] = key.split('\n');
        const settings = { MicrosoftAppPassword: '', CertificateThumbprint: 'AB'.repeat(20) };
        return [{ ...settings, CertificatePrivateKey_FILE: await inFile(key) }, { 'line of the key': line }];
      },
    ],
    [
      'a key that is none',
      undefined,
      async () => {
        const key = `-----BEGIN PRIVATE KEY-----\npl4nted/key+8=\n-----END PRIVATE KEY-----`;
        const settings = { MicrosoftAppPassword: '', CertificateThumbprint: 'AB'.repeat(20) };
        return [{ ...settings, CertificatePrivateKey: key }, { key: 'pl4nted/key+8=' }];
      },
    ],
    [
      'a certificate that its password does not open',
      'client_secret',
      async () => {
        const { key, cert } = await createCertificate();
        const settings = { AZURE_CLIENT_SECRET: '', AZURE_CLIENT_CERTIFICATE_PATH: await inFile(key + cert) };
        return [{ ...settings, AZURE_CLIENT_CERTIFICATE_PASSWORD: 'pl4nted "pass"' }, { password: 'pl4nted "pass"' }];
      },
    ],
    [
      'the token of a workload',
      'client_assertion',
      async () => {
        const token = 'eyJ0.pl4nted-token-of-the-workload.9';
        return [{ AZURE_CLIENT_SECRET: '', AZURE_FEDERATED_TOKEN_FILE: await inFile(token) }, { token }];
      },
    ],
    [
      'a password in a mounted file',
      'client_secret',
      async () => {
        const { environment } = planted;
        return [
          { MicrosoftAppPassword: '', MicrosoftAppPassword_FILE: await inFile(environment.MicrosoftAppPassword ?? '') },
          {},
        ];
      },
    ],
  ];

  test.each(cases)('%s is said to nobody else', async (_, field, describeCase) => {
    const [settings, more] = await describeCase();
    const program = planted.launch({ ...planted.environment, ...settings });
    planted.internet.intercept = (host, request, response, body) =>
      host.startsWith('login.micro') && request.method === 'POST' && echo(request, response, body, 400);
    await planted.ask(program, '/incident 29');
    // Now the bot has a token of its own, so that its answer is posted.
    planted.internet.intercept = (host, request, response, body) =>
      host.startsWith('login.micro') && body.includes('graph.microsoft') && echo(request, response, body, 401);
    await planted.ask(program, '/incident 30');
    expect(planted.internet.logins.some((form) => form.has(field ?? ''))).toBe(field !== undefined);
    planted.expectNothingOf(program, more);
  });
});
