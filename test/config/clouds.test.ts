import { type Cloud, clouds } from '../../src/config/clouds.ts';

/** The registrable ends that only a government row may use, and the public ones. */
const government = /\.(us|mil)$/;

function hostsOf(cloud: Cloud): Record<string, string[]> {
  const host = (url: string) => new URL(url).hostname;
  return {
    authority: [host(cloud.authorityHost)],
    graph: [host(cloud.graphOrigin), host(cloud.graphScope)],
    defender: [host(cloud.defenderOrigin), host(cloud.defenderScope)],
    channel: [cloud.channelService, cloud.channelIssuer].flatMap((url) => (url === '' ? [] : [host(url)])),
    serviceUrl: [...cloud.serviceUrlHosts],
    portal: [...cloud.portalHosts],
  };
}

test.each([
  [
    'global',
    'login.microsoftonline.com',
    'graph.microsoft.com',
    'api.security.microsoft.com',
    'security.microsoft.com',
  ],
  [
    'gcc',
    'login.microsoftonline.com',
    'graph.microsoft.com',
    'api-gcc.security.microsoft.us',
    'security.microsoft.com',
  ],
  ['gcch', 'login.microsoftonline.us', 'graph.microsoft.us', 'api-gov.security.microsoft.us', 'security.microsoft.us'],
  ['dod', 'login.microsoftonline.us', 'dod-graph.microsoft.us', 'api-gov.security.microsoft.us', 'security.apps.mil'],
] as const)('%s has its own login, Graph, Defender API and portal', (name, login, graph, defender, portal) => {
  const hosts = hostsOf(clouds[name]);
  expect(hosts).toMatchObject({ authority: [login], graph: [graph, graph], defender: [defender, defender] });
  expect(hosts.portal?.[0]).toBe(portal);
});

test.each(['gcch', 'dod'] as const)('%s names no public host anywhere', (name) => {
  const all = Object.values(hostsOf(clouds[name])).flat();
  expect(all.filter((host) => !government.test(host))).toEqual([]);
});

test('the public row names no government host, and GCC only its own Defender API', () => {
  const governmental = (name: 'global' | 'gcc') =>
    Object.values(hostsOf(clouds[name]))
      .flat()
      .filter((host) => government.test(host));
  expect(governmental('global')).toEqual([]);
  expect(new Set(governmental('gcc'))).toEqual(new Set(['api-gcc.security.microsoft.us']));
});

test('no two clouds share a service URL host, and every address is a bare https origin', () => {
  const rows = Object.values(clouds);
  const serviceHosts = rows.flatMap(({ serviceUrlHosts }) => serviceUrlHosts);
  expect(new Set(serviceHosts).size).toBe(serviceHosts.length);
  for (const { authorityHost, graphOrigin, defenderOrigin } of rows) {
    for (const origin of [authorityHost, graphOrigin, defenderOrigin]) expect(new URL(origin).origin).toBe(origin);
  }
});

test('scopes are those of the API that the same row asks', () => {
  for (const { graphOrigin, graphScope, defenderOrigin, defenderScope } of Object.values(clouds)) {
    expect(graphScope).toBe(`${graphOrigin}/.default`);
    expect(defenderScope).toBe(`${defenderOrigin}/.default`);
  }
});

test('the rows can not be changed', () => {
  expect(() => Object.assign(clouds.global, { graphOrigin: 'https://evil.example' })).toThrow(TypeError);
});
