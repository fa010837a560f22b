import { format, inspect } from 'node:util';
import { loadConfig } from '../../src/config/load-config.ts';
import { createSecret } from '../../src/config/secret.ts';

const planted = 'pl4nted-s3cret';

test('a secret reveals its value only when asked', () => {
  expect(createSecret(planted).reveal()).toBe(planted);
});

test.each([
  ['JSON.stringify', (value: unknown) => JSON.stringify(value)],
  [
    'util.inspect, with everything hidden shown',
    (value: unknown) => inspect(value, { showHidden: true, depth: 9, getters: true }),
  ],
  ['util.format', (value: unknown) => format('%s %o %O %j', value, value, value, value)],
  ['a template string', (value: unknown) => `${Object.values(value as object)}`],
  ['a spread', (value: unknown) => JSON.stringify({ ...(value as object) })],
])('%s does not show it, alone or within the settings', (_, print) => {
  const config = loadConfig({
    MicrosoftAppId: '11111111-1111-4111-8111-111111111111',
    MicrosoftAppTenantId: '33333333-3333-4333-8333-333333333333',
    MicrosoftAppPassword: planted,
    AZURE_CLIENT_SECRET: planted,
    ALLOW_ALL_MEMBERS: 'true',
  });
  expect(print({ secret: createSecret(planted), config })).not.toContain(planted);
  expect(
    config.mode.kind === 'online' && config.mode.credential.kind === 'secret' && config.mode.credential.secret.reveal(),
  ).toBe(planted);
});

test('an error of the settings names variables and never a value', () => {
  expect.assertions(2);
  try {
    loadConfig({
      MicrosoftAppPassword: planted,
      AZURE_CLIENT_SECRET: planted,
      PORT: planted,
      CLOUD: planted,
      ALLOWED_USERS: planted,
    });
  } catch (error) {
    expect(inspect(error, { showHidden: true, depth: 9 })).not.toContain(planted);
    expect(String(error)).toContain('ALLOWED_USERS');
  }
});
