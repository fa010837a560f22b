import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { pino } from 'pino';
import { createSecret } from '../src/config/secret.ts';
import { connectRedis } from '../src/incidents/connect-redis.ts';
import { createMessage } from './support/activities.ts';
import { createCertificate, type TestCertificate } from './support/create-certificate.ts';
import { serve } from './support/serve.ts';
import { createTestSource, createTrace } from './support/sources.ts';
import { claimsOf, serviceUrlOf, startOnlineBots } from './support/start-online-bots.ts';

const trustedBefore = getCACertificates('default');
afterAll(() => setDefaultCACertificates(trustedBefore));

test('a certificate of a trusted authority for the right host, in its time, is taken', async () => {
  const tls = await createCertificate();
  setDefaultCACertificates([...trustedBefore, tls.cert]);
  const api = await serve((_, response) => void response.end('{"id":"29","status":"active"}'), tls);
  await expect(createTestSource('graph-v1.0', api.url).getIncident('29', createTrace())).resolves.toMatchObject({
    id: '29',
  });
  await api.close();
});

/** Certificates that nobody may take for the real thing; the last two are of an authority that is trusted. */
const certificates: [string, () => Promise<TestCertificate>, 'unknown' | 'trusted'][] = [
  ['of an unknown authority', () => createCertificate(), 'unknown'],
  ['for another host', () => createCertificate(['graph.microsoft.com']), 'trusted'],
  ['that has expired', () => createCertificate(['127.0.0.1', new URL(serviceUrlOf('global')).host], 3), 'trusted'],
];

describe.each(certificates)('a certificate %s', (_, create, authority) => {
  let tls: TestCertificate;
  beforeAll(async () => {
    tls = await create();
    setDefaultCACertificates(authority === 'trusted' ? [...trustedBefore, tls.cert] : trustedBefore);
  });

  test('ends the conversation with the API before anything is asked', async () => {
    let requests = 0;
    const api = await serve((_request, response) => {
      requests += 1;
      response.end('{}');
    }, tls);
    await expect(createTestSource('graph-v1.0', api.url).getIncident('29', createTrace())).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(api.connections()).toBeGreaterThan(0);
    expect(requests).toBe(0);
    await api.close();
  });

  test('keeps answer and token from Teams', async () => {
    const online = await startOnlineBots({}, { connectorTls: tls });
    const { connector, post } = online.bots.global;
    const token = await online.channel.sign(claimsOf('global'));
    const message = createMessage('help', serviceUrlOf('global'));
    expect((await post(message, { Authorization: `Bearer ${token}` })).status).toBe(500);
    expect([...connector.posted, ...connector.rosterCalls]).toEqual([]);
    await online.close();
  });

  test('keeps password and incidents from Redis', async () => {
    const server = await serve(() => {}, tls);
    const reasons: string[] = [];
    const log = pino({}, { write: (line: string) => void reasons.push(line) });
    const url = `rediss://:password@127.0.0.1:${server.port}`;
    const { client, close } = await connectRedis(createSecret(url), log);
    await new Promise((resolve) => client.once('error', resolve));
    close();
    expect(reasons.join()).toMatch(
      /"code":"(DEPTH_ZERO_SELF_SIGNED_CERT|ERR_TLS_CERT_ALTNAME_INVALID|CERT_HAS_EXPIRED)"/,
    );
    await server.close();
  });
});
