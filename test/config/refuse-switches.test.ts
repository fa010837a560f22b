import { createEnvironment } from '../../src/config/environment.ts';
import { refuseSwitches } from '../../src/config/refuse-switches.ts';

function refusedIn(mode: 'online' | 'offline', variables: Record<string, string>): string[] {
  const env = createEnvironment(variables);
  refuseSwitches(env, mode);
  return env.problems.map(({ variable }) => variable);
}

test.each([
  ['NODE_TLS_REJECT_UNAUTHORIZED', '0'],
  ['NODE_OPTIONS', '--max-old-space-size=512 --tls-min-v1.0'],
  ['NODE_OPTIONS', '--tls-min-v1.1'],
  ['NODE_OPTIONS', '--tls_min_v1.0'],
  ['NODE_OPTIONS', '--tls-keylog=/tmp/keys'],
  ['NODE_OPTIONS', '--trace-tls'],
  ['NODE_OPTIONS', '--insecure-http-parser'],
])('%s=%s is refused, offline too, where Redis may be elsewhere', (variable, value) => {
  expect(refusedIn('online', { [variable]: value })).toEqual([variable]);
  expect(refusedIn('offline', { [variable]: value })).toEqual([variable]);
});

test.each([
  ['NODE_DEBUG', 'http'],
  ['DEBUG', '*'],
  ['AZURE_LOG_LEVEL', 'verbose'],
])('%s=%s is refused where there are tokens to print', (variable, value) => {
  expect(refusedIn('online', { [variable]: value })).toEqual([variable]);
  expect(refusedIn('offline', { [variable]: value })).toEqual([]);
});

test.each([
  ['NODE_TLS_REJECT_UNAUTHORIZED', '1'],
  ['NODE_OPTIONS', '--use-openssl-ca --tls-min-v1.2'],
  ['NODE_OPTIONS', '--tls-min-v1.3'],
  ['NODE_EXTRA_CA_CERTS', '/etc/ssl/company.pem'],
  ['DEBUG', ' '],
])('%s=%j does no harm', (variable, value) => {
  expect(refusedIn('online', { [variable]: value })).toEqual([]);
});
