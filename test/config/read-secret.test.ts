import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { ConfigError } from '../../src/config/config-error.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import type { Secret } from '../../src/config/secret.ts';

const planted = 'pl4nted-in-a-file';
const id = '11111111-1111-4111-8111-111111111111';
const identity = { MicrosoftAppId: id, MicrosoftAppTenantId: id, ALLOW_ALL_MEMBERS: 'true' };
const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string): string {
  const path = join(folder, String(Math.random()));
  writeFileSync(path, content);
  return path;
}

/** What each secret needs beside it, its value, and where it ends up. */
const certificate = { INCIDENT_CREDENTIAL: 'certificate', AZURE_CLIENT_CERTIFICATE_PATH: import.meta.filename };
const password = { MicrosoftAppPassword: 'x' };
type Found = Record<string, Record<string, Record<string, Secret>>>;
const secrets: [string, Record<string, string>, string, (config: Found) => Secret | undefined][] = [
  ['MicrosoftAppPassword', {}, planted, ({ mode }) => mode?.identity?.password],
  [
    'CertificatePrivateKey',
    { CertificateThumbprint: 'AB', ...certificate },
    planted,
    ({ mode }) => mode?.identity?.privateKey,
  ],
  ['AZURE_CLIENT_SECRET', password, planted, ({ mode }) => mode?.credential?.secret],
  [
    'AZURE_CLIENT_CERTIFICATE_PASSWORD',
    { ...password, ...certificate },
    planted,
    ({ mode }) => mode?.credential?.certificatePassword,
  ],
  ['REDIS_URL', password, `rediss://:${planted}@redis.example:6380`, ({ redisUrl }) => redisUrl as unknown as Secret],
];

function errorOf(variables: Record<string, string>): ConfigError | undefined {
  try {
    loadConfig(variables);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  return undefined;
}

describe.each(secrets)('%s', (variable, others, value, find) => {
  const load = (content: string) =>
    find(loadConfig({ ...identity, ...others, [`${variable}_FILE`]: file(content) }) as unknown as Found)?.reveal();

  test('may stand in a file, with or without a line break at its end', () => {
    for (const end of ['', '\n', '\r\n']) expect(load(value + end)).toBe(value);
  });

  test.each([
    ['is missing', () => join(folder, 'gone'), 'can not be read'],
    ['is a folder', () => folder, 'can not be read'],
    ['is empty', () => file(''), 'empty'],
    ['is blank', () => file(' \n'), 'empty'],
    ['is in UTF-16', () => file('s\u0000e\u0000'), 'no text of a secret'],
    ['is far too long', () => file('x'.repeat(70_000)), 'no text of a secret'],
  ])('a file that %s is a problem of its variable alone', (_, path, reason) => {
    const error = errorOf({ ...identity, ...others, [`${variable}_FILE`]: path() });
    expect(error?.problems).toEqual([{ variable: `${variable}_FILE`, problem: expect.stringContaining(reason) }]);
  });

  test('set in both ways it is refused, and nothing of it is said', () => {
    const both = { [variable]: value, [`${variable}_FILE`]: file(value) };
    const error = errorOf({ ...identity, ...others, ...both });
    expect(error?.problems.map((problem) => problem.variable)).toEqual([`${variable}_FILE`]);
    expect(inspect(error, { showHidden: true })).not.toContain(planted);
  });
});

test('what an editor puts around it is taken off, and nothing else', () => {
  const { mode } = loadConfig({ ...identity, MicrosoftAppPassword_FILE: file('\ufeff two words \r\n\n') });
  expect(mode.kind === 'online' && mode.identity.kind === 'secret' && mode.identity.password.reveal()).toBe(
    ' two words',
  );
});

test('a pipe is no file with a secret: it would be waited for', () => {
  if (process.platform === 'win32') return expect(process.platform).toBe('win32');
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const error = errorOf({ ...identity, MicrosoftAppPassword_FILE: pipe });
  expect(error?.problems.map(({ variable }) => variable)).toEqual(['MicrosoftAppPassword_FILE']);
});

test('a content that is wrong is not repeated', () => {
  const error = errorOf({ ...identity, ...password, REDIS_URL_FILE: file(planted) });
  expect(error?.problems.map(({ variable }) => variable)).toEqual(['REDIS_URL']);
  expect(inspect(error, { showHidden: true })).not.toContain(planted);
});

test("offline mode takes the bot's password in neither way", () => {
  const offline = { BOT_OFFLINE: 'true', INCIDENT_API_URL: 'http://127.0.0.1:1' };
  const error = errorOf({ ...offline, MicrosoftAppPassword_FILE: file(planted) });
  expect(error?.problems.map(({ variable }) => variable)).toEqual(['MicrosoftAppPassword_FILE']);
});

test('a managed identity takes no password in a file either', () => {
  const managed = { ...identity, MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppPassword_FILE: file(planted) };
  expect(errorOf(managed)?.problems.map(({ variable }) => variable)).toEqual(['MicrosoftAppPassword']);
});
