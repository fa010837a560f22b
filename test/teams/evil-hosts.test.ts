import { clouds } from '../../src/config/clouds.ts';
import { createMessage } from '../support/activities.ts';
import { expectBare } from '../support/expect-bare.ts';
import { claimsOf, cloudNames, type OnlineBots, serviceUrlOf, startOnlineBots } from '../support/start-online-bots.ts';
import { tally } from '../support/tally.ts';

let online: OnlineBots;
beforeAll(async () => {
  online = await startOnlineBots();
});
afterAll(() => online.close());

type CloudName = (typeof cloudNames)[number];

/** Sends a message as Teams signs it, its service URL included; tells how often anybody was turned to. */
async function send(serviceUrl: string, cloud: CloudName = 'global') {
  const { channel, world, bots } = online;
  const { connector, post } = bots[cloud];
  const turnedTo = () => world.contacted.length + connector.posted.length + connector.rosterCalls.length;
  const token = await channel.sign({ ...claimsOf(cloud), serviceurl: serviceUrl });
  const before = turnedTo();
  const response = await post(createMessage('help', serviceUrl), { Authorization: `Bearer ${token}` });
  return { response, contacted: turnedTo() - before };
}

async function expectRefused(serviceUrl: string, cloud: CloudName): Promise<void> {
  const { response, contacted } = await send(serviceUrl, cloud);
  tally('evil hosts', { tried: 1, contacted });
  expect(contacted).toBe(0);
  expect([400, 403]).toContain(response.status);
  await expectBare(response, response.status);
}

test('what is counted is there: a good service URL is turned to', async () => {
  const { response, contacted } = await send(serviceUrlOf('global'));
  expect(response.status).toBe(200);
  expect(contacted).toBeGreaterThan(2);
  expect(online.world.contacted).toContain('smba.trafficmanager.net:443');
});

const evil = [
  // another scheme
  'http://smba.trafficmanager.net/emea/',
  'ftp://smba.trafficmanager.net/emea/',
  'ws://smba.trafficmanager.net/',
  'file:///etc/passwd',
  'file://smba.trafficmanager.net/etc/passwd',
  'javascript:alert(1)',
  'data:text/plain,x',
  'blob:https://smba.trafficmanager.net/emea/',
  // no URL, or half of one
  'smba.trafficmanager.net',
  '//smba.trafficmanager.net/emea/',
  'https:smba.trafficmanager.net/emea/',
  'https:/smba.trafficmanager.net/emea/',
  'https:///smba.trafficmanager.net/emea/',
  'https://',
  'https://:443/',
  ' ',
  // hosts that only look alike
  'https://evil.example/',
  'https://smba.trafficmanager.net.evil.example/',
  'https://evil.example/smba.trafficmanager.net/',
  'https://evilsmba.trafficmanager.net/',
  'https://x.smba.trafficmanager.net/',
  'https://trafficmanager.net/',
  'https://evil.trafficmanager.net/',
  'https://smba-trafficmanager.net/',
  'https://smba.trafficmanager.network/',
  'https://smba.trafficmanager.net./emea/',
  'https://smba..trafficmanager.net/',
  'https://smbа.trafficmanager.net/',
  'https://smba.trafficmanagеr.net/',
  'https://ｓｍｂａ.trafficmanager.net/',
  'https://smba。trafficmanager。net/',
  'https://smba.trafficmanager\u00ad.net/',
  'https://smba\u200b.trafficmanager.net/',
  'https://xn--smb-7cd.trafficmanager.net/',
  // user information
  'https://smba.trafficmanager.net@evil.example/',
  'https://smba.trafficmanager.net:x@evil.example/',
  'https://smba.trafficmanager.net%40evil.example/',
  'https://evil@smba.trafficmanager.net/',
  'https://:x@smba.trafficmanager.net/',
  'https://@smba.trafficmanager.net/',
  // where one parser ends the host, and another does not
  'https://evil.example\\@smba.trafficmanager.net/',
  'https://smba.trafficmanager.net\\@evil.example/',
  'https:\\\\smba.trafficmanager.net\\emea\\',
  'https://evil.example#@smba.trafficmanager.net/',
  'https://evil.example?@smba.trafficmanager.net/',
  'https://smba.trafficmanager.net#@evil.example/',
  'https://smba.trafficmanager.net?@evil.example/',
  'https://smba.trafficmanager.net/?next=https://evil.example/',
  'https://smba.trafficmanager.net/emea/#',
  'https://smba.trafficmanager.net%2eevil.example/',
  'https://smba.trafficmanager.net%2f@evil.example/',
  'https://smba.trafficmanager.net%00.evil.example/',
  'https://smba.trafficmanager.net\u0000.evil.example/',
  'https://smba%2etrafficmanager%2enet/',
  'https://smba.traffic\tmanager.net/',
  'https://smba.traffic\nmanager.net/',
  'https://smba.trafficmanager.net\r\nHost: evil.example/',
  ' https://smba.trafficmanager.net/emea/',
  'https://smba.trafficmanager.net/emea/\n',
  'https://smba.trafficmanager.net /',
  // another port
  'https://smba.trafficmanager.net:8443/',
  'https://smba.trafficmanager.net:443/emea/',
  'https://smba.trafficmanager.net:/emea/',
  'https://smba.trafficmanager.net:0/',
  'https://smba.trafficmanager.net:80/',
  // paths that lead elsewhere
  'https://smba.trafficmanager.net/emea/../../admin/',
  'https://smba.trafficmanager.net/emea/%2e%2e/',
  'https://smba.trafficmanager.net/emea/%2f%2fevil.example/',
  'https://smba.trafficmanager.net//evil.example/',
  'https://smba.trafficmanager.net/{conversationId}/',
  // this machine and what stands beside it
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0177.0.0.1/',
  'https://0/',
  'https://localhost/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://10.0.0.1/',
  'https://169.254.169.254/metadata/identity/oauth2/token',
  'https://[fd00:ec2::254]/latest/',
  'http://169.254.169.254/metadata/instance',
  'https://metadata.google.internal/',
  // long
  `https://smba.trafficmanager.net/${'a'.repeat(2000)}/`,
  `https://${'smba.trafficmanager.net.'.repeat(50)}evil.example/`,
  `https://smba.trafficmanager.net@${'a'.repeat(500)}.example/`,
];

test.each(evil.map((serviceUrl) => [serviceUrl.slice(0, 80), serviceUrl] as const))(
  '%j is refused, and nobody is turned to',
  (_, serviceUrl) => expectRefused(serviceUrl, 'global'),
);

const otherHosts = cloudNames.flatMap((cloud) =>
  cloudNames
    .filter((other) => other !== cloud)
    .flatMap((other) => clouds[other].serviceUrlHosts.map((host) => [cloud, `https://${host}/teams/`] as const)),
);

test.each(otherHosts)('in %s, the address of another cloud is refused: %s', (cloud, serviceUrl) =>
  expectRefused(serviceUrl, cloud),
);
