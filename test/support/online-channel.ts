import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PasswordServiceClientCredentialFactory } from 'botframework-connector';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { AuthenticationOverrides } from '../../src/teams/create-adapter.ts';

export const appId = '22222222-2222-4222-8222-222222222222';
const issuer = 'https://api.botframework.com';

/** Stands for the Bot Framework's login: a key set of its own, and tokens really signed with it. */
export interface OnlineChannel {
  /** Points botbuilder's own checks at this key set, and gives the bot a fixed token for its replies. */
  readonly authentication: AuthenticationOverrides;
  /** A token as Teams sends it; `claims` and `header` replace single values, `key` signs instead of the right one. */
  sign(serviceUrl: string, changes?: TokenChanges): Promise<string>;
  readonly wrongKey: CryptoKey;
  /** The public key in PEM-like bytes, for the attack that uses it as an HMAC secret. */
  readonly publicKey: CryptoKey;
  close(): Promise<void>;
}

export interface TokenChanges {
  readonly claims?: Record<string, unknown>;
  readonly key?: CryptoKey | Uint8Array;
  readonly algorithm?: string;
  readonly keyId?: string;
  readonly notBefore?: string;
  readonly expires?: string;
}

/** Starts the key server on a free port of 127.0.0.1. One key is endorsed for Teams, one for no channel. */
export async function createOnlineChannel(): Promise<OnlineChannel> {
  const [right, wrong] = await Promise.all([
    generateKeyPair('RS256', { extractable: true }),
    generateKeyPair('RS256', { extractable: true }),
  ]);
  const jwk = { ...(await exportJWK(right.publicKey)), use: 'sig' };
  const keys = [
    { ...jwk, kid: 'endorsed', endorsements: ['msteams'] },
    { ...jwk, kid: 'unendorsed', endorsements: ['webchat'] },
  ];
  const server = createServer((request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(request.url === '/keys' ? { keys } : { issuer, jwks_uri: `${url}/keys` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const endpoints = {
    ToChannelFromBotLoginUrl: 'https://login.invalid',
    ToChannelFromBotOAuthScope: issuer,
    ToBotFromChannelTokenIssuer: issuer,
    OAuthUrl: 'https://token.invalid',
    ToBotFromChannelOpenIdMetadataUrl: `${url}/metadata`,
    ToBotFromEmulatorOpenIdMetadataUrl: `${url}/metadata`,
    CallerId: 'test',
  };

  return {
    authentication: [endpoints, new FixedTokenFactory(appId, 'unused')],
    wrongKey: wrong.privateKey,
    publicKey: right.publicKey,
    sign: (
      serviceUrl,
      { claims = {}, key = right.privateKey, algorithm = 'RS256', keyId = 'endorsed', ...times } = {},
    ) =>
      new SignJWT({ serviceurl: serviceUrl, iss: issuer, aud: appId, ...claims })
        .setProtectedHeader({ alg: algorithm, kid: keyId, typ: 'JWT' })
        .setNotBefore(times.notBefore ?? '-1 minute')
        .setExpirationTime(times.expires ?? '1 hour')
        .sign(key),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The bot's own credentials, without a login: each request to the connector carries the same token. */
class FixedTokenFactory extends PasswordServiceClientCredentialFactory {
  override async createCredentials() {
    const signRequest = async <T extends { headers: { set(name: string, value: string): void } }>(request: T) => {
      request.headers.set('Authorization', 'Bearer of-the-bot');
      return request;
    };
    // The SDK's type for credentials asks for the whole request class; only its headers are touched.
    return { signRequest } as unknown as Awaited<
      ReturnType<PasswordServiceClientCredentialFactory['createCredentials']>
    >;
  }
}
