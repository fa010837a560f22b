import { clouds } from '../../src/config/clouds.ts';
import type { Mode } from '../../src/config/config.ts';
import { isTrustedServiceUrl } from '../../src/teams/is-trusted-service-url.ts';

const online = { kind: 'online' } as Mode;
const offline: Mode = { kind: 'offline', incidentApiUrl: 'http://127.0.0.1:1' };

test.each([
  ['global', 'https://smba.trafficmanager.net/emea/'],
  ['global', 'https://SMBA.trafficmanager.net/emea/3f/'],
  ['global', 'https://smba.trafficmanager.net/amer/12f988bf-16f1-11af-11ab-1d7cd011db47/'],
  ['global', 'https://smba.onyx.prod.teams.trafficmanager.net/amer'],
  ['gcc', 'https://smba.infra.gcc.teams.microsoft.com/gcc'],
  ['gcch', 'https://smba.infra.gov.teams.microsoft.us/'],
  ['dod', 'https://smba.infra.dod.teams.microsoft.us/'],
] as const)('%s trusts %s, and no other cloud does', (name, url) => {
  for (const cloud of Object.values(clouds)) {
    expect(isTrustedServiceUrl(url, { mode: online, cloud })).toBe(cloud.name === name);
  }
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
