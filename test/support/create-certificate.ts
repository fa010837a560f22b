import { generate } from 'selfsigned';

/** A self-signed certificate for 127.0.0.1, made for one test run. */
export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
}

/** @returns PEM of key and certificate, valid for a day */
export async function createCertificate(): Promise<TestCertificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  return { key, cert };
}
