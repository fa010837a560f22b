import { jest } from '@jest/globals';
import { sampleTenantId } from '../../src/sandbox/sample-incidents.ts';
import { createMessage } from '../support/activities.ts';
import { expectBare } from '../support/expect-bare.ts';
import {
  appIds,
  claimsOf,
  type cloudNames,
  type OnlineBots,
  serviceUrlOf,
  startOnlineBots,
} from '../support/start-online-bots.ts';

let online: OnlineBots;
beforeAll(async () => {
  online = await startOnlineBots();
});
afterAll(() => online.close());

async function send(cloud: (typeof cloudNames)[number]) {
  const token = await online.channel.sign(claimsOf(cloud));
  const message = createMessage('help', serviceUrlOf(cloud));
  return online.bots[cloud].post(message, { Authorization: `Bearer ${token}` });
}

/** Keys are kept for a day, for all bots of a process: a cloud that shares its login asks for none. */
const publicKeys = [
  'GET https://login.botframework.com/v1/.well-known/openidconfiguration',
  'GET https://login.botframework.com/v1/keys',
];
const governmentKeys = [
  'GET https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
  'GET https://login.botframework.azure.us/v1/keys',
];

test.each([
  ['global', publicKeys, 'com', 'smba.trafficmanager.net'],
  ['gcc', [], 'com', 'smba.infra.gcc.teams.microsoft.com'],
  ['gcch', governmentKeys, 'us', 'smba.infra.gov.teams.microsoft.us'],
  ['dod', [], 'us', 'smba.infra.dod.teams.microsoft.us'],
] as const)('in %s, keys, login, scope and service URL are of that cloud', async (cloud, keys, end, serviceHost) => {
  const { channel, world } = online;
  for (const list of [channel.asked, channel.tokenRequests, world.contacted]) list.length = 0;
  expect((await send(cloud)).status).toBe(200);

  const token = `POST https://login.microsoftonline.${end}/${sampleTenantId}/oauth2/v2.0/token`;
  // A slow machine posts a typing sign too, which may ask for a token of its own: each once is enough.
  const asked = new Set(channel.asked.map((request) => request.replace(/\?.*/, '')));
  expect([...asked]).toEqual([...keys, token]);
  const scope = `https://api.botframework.${end}/.default`;
  for (const form of channel.tokenRequests)
    expect([form.get('client_id'), form.get('scope')]).toEqual([appIds[cloud], scope]);
  const hosts = new Set(world.contacted.map((target) => target.replace(/:443$/, '')));
  hosts.delete(`login.microsoftonline.${end}`);
  for (const request of keys) hosts.delete(new URL(request.replace('GET ', '')).host);
  expect([...hosts]).toEqual([serviceHost]);
});

test('keys that can not be fetched are no reason to call a sender a forger', async () => {
  await online.channel.close();
  const aDayLater = Date.now() + 25 * 60 * 60 * 1000;
  const clock = jest.spyOn(Date, 'now').mockReturnValue(aDayLater);
  await expectBare(await send('global'), 503);
  clock.mockRestore();
});
