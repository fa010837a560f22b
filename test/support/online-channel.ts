import type { RequestListener } from 'node:http';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import type { TestCertificate } from './create-certificate.ts';
import { serve } from './serve.ts';

/** Stands for Microsoft's logins: the Bot Framework's and Entra's keys, tokens really signed with them, the bot's own. */
export interface OnlineChannel {
  readonly port: number;
  /** Each request to a login, in order: `GET https://login.botframework.com/v1/.well-known/keys`. */
  readonly asked: string[];
  /** The bodies with which the bot asked for a token of its own. */
  readonly tokenRequests: URLSearchParams[];
  /** A token; it is valid for an hour unless its claims say otherwise. */
  sign(claims: Record<string, unknown>, changes?: SigningChanges): Promise<string>;
  /** The Bot Framework's public keys, as its key set shows them. */
  readonly keys: readonly object[];
  readonly wrongKey: CryptoKey;
  /** The public key as text, for the attack that uses it as an HMAC secret. */
  readonly publicKey: string;
  close(): Promise<void>;
}

export interface SigningChanges {
  readonly key?: CryptoKey | Uint8Array;
  /** Replaces single values of the header. */
  readonly header?: Record<string, unknown>;
}

/** The hosts of Microsoft's logins, of all clouds. */
export const loginHosts = [
  'login.botframework.com',
  'login.botframework.azure.us',
  'login.microsoftonline.com',
  'login.microsoftonline.us',
];

/** The SDK keeps the keys of a login for a day, so all logins of a process have to have the same. */
const keyPairs = [
  generateKeyPair('RS256', { extractable: true }),
  generateKeyPair('RS256', { extractable: true }),
] as const;

/**
 * Starts the logins on a free port of 127.0.0.1. The Bot Framework has a key that is endorsed for Teams and one that is
 * endorsed for another channel. Entra has one, too; as in life, without endorsements.
 */
export async function createOnlineChannel(tls: TestCertificate): Promise<OnlineChannel> {
  const [right, wrong] = await Promise.all(keyPairs);
  const jwk = { ...(await exportJWK(right.publicKey)), use: 'sig' };
  const botFrameworkKeys = [
    { ...jwk, kid: 'endorsed', endorsements: ['msteams'] },
    { ...jwk, kid: 'unendorsed', endorsements: ['webchat'] },
  ];
  const entraKeys = [{ ...jwk, kid: 'entra' }];
  const asked: string[] = [];
  const tokenRequests: URLSearchParams[] = [];

  const listener: RequestListener = async (request, response) => {
    const { method, url = '', headers } = request;
    const origin = `https://${headers.host}`;
    asked.push(`${method} ${origin}${url}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (method === 'POST') tokenRequests.push(new URLSearchParams(Buffer.concat(chunks).toString()));
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(answerOf(url, origin)));
  };
  const answerOf = (url: string, origin: string) => {
    if (url.endsWith('/keys')) return { keys: origin.includes('botframework') ? botFrameworkKeys : entraKeys };
    if (url.includes('/token')) return { token_type: 'Bearer', expires_in: 3600, access_token: 'of-the-bot' };
    const tenant = url.split('/')[1];
    return {
      issuer: origin,
      jwks_uri: `${origin}/${tenant}/keys`,
      authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
      token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
    };
  };
  const { port, close } = await serve(listener, tls);

  return {
    port,
    asked,
    tokenRequests,
    keys: botFrameworkKeys,
    wrongKey: wrong.privateKey,
    publicKey: await exportSPKI(right.publicKey),
    sign: (claims, { key = right.privateKey, header = {} } = {}) => {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ nbf: now - 60, exp: now + 3600, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'endorsed', typ: 'JWT', ...header })
        .sign(key);
    },
    close,
  };
}
