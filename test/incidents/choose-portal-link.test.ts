import { clouds } from '../../src/config/clouds.ts';
import { choosePortalLink } from '../../src/incidents/choose-portal-link.ts';
import { decodeGraphIncident } from '../../src/incidents/sources/decode-graph-incident.ts';

const link = (
  incidentWebUrl: string | null,
  tenantId: string | null = null,
  cloud = clouds.global,
  home: string | undefined = 'home',
) =>
  choosePortalLink(decodeGraphIncident({ id: '29', status: 'active', incidentWebUrl, tenantId }), cloud, home)
    .portalUrl;

const built = 'https://security.microsoft.com/incident2/29/overview?tid=home';

test.each([
  'https://security.microsoft.com/incident2/29/overview?tid=x',
  'https://security.microsoft.com/incidents/29?tid=x',
])("the API's own link %s is used", (own) => {
  expect(link(own)).toBe(own);
});

test.each([
  null,
  'not a link',
  '/incident2/29',
  'http://security.microsoft.com/incident2/29',
  'javascript:alert(1)//security.microsoft.com',
  'data:text/html,security.microsoft.com',
  'https://evil.example/incident2/29',
  'https://security.microsoft.com.evil.example/incident2/29',
  'https://security.microsoft.com@evil.example/',
  'https://a:b@security.microsoft.com/incident2/29',
  'https://security.microsoft.com:8443/incident2/29',
  'https://evilsecurity.microsoft.com/incident2/29',
  'https://security.microsoft.us/incident2/29',
  '//security.microsoft.com/incident2/29',
  `https://security.microsoft.com/incident2/29?${'x'.repeat(2000)}`,
  `https://security.microsoft.com/incident2/29/${'\u65e5'.repeat(450)}`,
])('instead of %j one is built', (own) => {
  expect(link(own)).toBe(built);
});

test('a built link names the tenant of the incident, else the home tenant, else none', () => {
  const own = 'b3c1b5fc-828c-45fa-a1e1-10d74f6d6e9c';
  expect(link(null, own)).toBe(`https://security.microsoft.com/incident2/29/overview?tid=${own}`);
  expect(link(null, 'x'.repeat(90_000))).toBe(built);
  expect(link(null)).toBe(built);
  expect(choosePortalLink(decodeGraphIncident({ id: '29', status: 'active' }), clouds.global, undefined)).toEqual({
    portalUrl: 'https://security.microsoft.com/incident2/29/overview',
    ownPortalUrl: false,
  });
});

test.each([
  ['gcc', 'https://security.microsoft.com/'],
  ['gcch', 'https://security.microsoft.us/'],
  ['dod', 'https://security.apps.mil/'],
] as const)('in %s it leads to %s', (name, start) => {
  expect(link('https://evil.example/', null, clouds[name])).toContain(start);
});

test('it is told whether the link is the API\u2019s own', () => {
  const own = decodeGraphIncident({ id: '29', status: 'active', incidentWebUrl: built });
  const foreign = { ...own, incidentWebUrl: 'https://evil.example/incident2/29' };
  expect(choosePortalLink(own, clouds.global, 'home')).toEqual({ portalUrl: built, ownPortalUrl: true });
  expect(choosePortalLink(foreign, clouds.global, 'home')).toEqual({ portalUrl: built, ownPortalUrl: false });
});
