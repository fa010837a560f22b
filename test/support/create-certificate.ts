import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import { generate } from 'selfsigned';

/** A self-signed certificate, made for one test run. */
export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
}

/** @returns PEM of key and certificate for `hosts`, valid for a day that began `daysAgo` */
export async function createCertificate(
  hosts: readonly string[] = ['127.0.0.1'],
  daysAgo = 0,
): Promise<TestCertificate> {
  const from = Date.now() - daysAgo * 86_400_000 - 60_000;
  // A name of its own: of two trusted certificates of one name, OpenSSL may look at the wrong one.
  const { private: key, cert } = await generate([{ name: 'commonName', value: randomUUID() }], {
    keySize: 2048,
    algorithm: 'sha256',
    notBeforeDate: new Date(from),
    notAfterDate: new Date(from + 86_400_000),
    extensions: [
      {
        name: 'subjectAltName',
        altNames: hosts.map((host) => (isIP(host) ? { type: 7, ip: host } : { type: 2, value: host })),
      },
    ],
  });
  return { key, cert };
}
