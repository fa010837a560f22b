import { clouds } from '../../src/config/clouds.ts';
import type { Mode } from '../../src/config/config.ts';
import { isTrustedServiceUrl } from '../../src/teams/is-trusted-service-url.ts';

const online = { kind: 'online' } as Mode;
const offline: Mode = { kind: 'offline', incidentApiUrl: 'http://127.0.0.1:1' };

test.each([
  ['global', 'https://smba.trafficmanager.net/emea/'],
  ['global', 'https://SMBA.trafficmanager.net/emea/3f/'],
  ['gcc', 'https://smba.infra.gcc.teams.microsoft.com/gcc'],
  ['gcch', 'https://smba.infra.gov.teams.microsoft.us/'],
  ['dod', 'https://smba.infra.dod.teams.microsoft.us/'],
] as const)('%s trusts %s, and no other cloud does', (name, url) => {
  for (const cloud of Object.values(clouds)) {
    expect(isTrustedServiceUrl(url, { mode: online, cloud })).toBe(cloud.name === name);
  }
});

test.each([
  'http://smba.trafficmanager.net/emea/',
  'https://smba.trafficmanager.net.evil.example/',
  'https://evil.example/smba.trafficmanager.net/',
  'https://smba.trafficmanager.net@evil.example/',
  'https://evil@smba.trafficmanager.net/',
  'https://smba.trafficmanager.net:8443/',
  'https://evilsmba.trafficmanager.net/',
  'https://x.smba.trafficmanager.net/',
  'https://smba.trafficmanager.net%2eevil.example/',
  'https://smba.trafficmanager.net\\@evil.example/',
  'https://127.0.0.1/',
  'https://169.254.169.254/metadata',
  'https://[::1]/',
  'http://localhost:3978/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'smba.trafficmanager.net',
  '',
])('%j is trusted by no cloud', (url) => {
  const trusted = Object.values(clouds).filter((cloud) => isTrustedServiceUrl(url, { mode: online, cloud }));
  // Browsers and Node read a backslash as a slash: that one is the real host after all, and harmless.
  expect(trusted.map(({ name }) => name)).toEqual(url.includes('\\') ? ['global'] : []);
});

test.each([
  ['http://localhost:56150/_connector', true],
  ['http://127.0.0.1:56150/', true],
  ['http://[::1]:56150/', true],
  ['https://smba.trafficmanager.net/', false],
  ['http://10.0.0.1/', false],
  ['http://127.0.0.1.evil.example/', false],
])('offline, %s: %s', (url, trusted) => {
  expect(isTrustedServiceUrl(url, { mode: offline, cloud: clouds.global })).toBe(trusted);
});
