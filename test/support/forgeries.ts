import { sampleTenantId } from '../../src/sandbox/sample-incidents.ts';
import type { OnlineChannel, SigningChanges } from './online-channel.ts';
import type { claimsOf } from './start-online-bots.ts';

/** The claims of a good token, and who can sign. */
interface Forge {
  readonly good: ReturnType<typeof claimsOf>;
  readonly channel: OnlineChannel;
  readonly otherIssuer: string;
}

type Claims = Record<string, unknown>;
type Forgery = readonly [
  name: string,
  authorization: (forge: Forge) => Promise<string | undefined> | string | undefined,
];

/** Signs the good claims with changes. */
const changed =
  (claims: Claims | ((forge: Forge) => Claims), signing: (forge: Forge) => SigningChanges = () => ({})) =>
  async (forge: Forge) => {
    const changes = typeof claims === 'function' ? claims(forge) : claims;
    return `Bearer ${await forge.channel.sign({ ...forge.good, ...changes }, signing(forge))}`;
  };

/** The good token with other text for its header or its claims, so without a right signature. */
const rewritten =
  (parts: { header?: string; payload?: string; signature?: string }) =>
  async ({ channel, good }: Forge) => {
    const [header, payload, signature] = (await channel.sign(good)).split('.');
    const encode = (text: string | undefined) => text && Buffer.from(text).toString('base64url');
    return `Bearer ${encode(parts.header) ?? header}.${encode(parts.payload) ?? payload}.${parts.signature ?? signature}`;
  };

const hour = 3600;
const now = () => Math.floor(Date.now() / 1000);
const key = (header: SigningChanges['header'] & object) => changed({}, () => ({ header }));
const ofWrongKey = (header: SigningChanges['header'] & object) =>
  changed({}, ({ channel }) => ({ key: channel.wrongKey, header }));

/** What botbuilder's rules for Teams are there to refuse. */
export const channelForgeries: readonly Forgery[] = [
  ['no header', () => undefined],
  ['Basic', () => 'Basic dXNlcjpwYXNz'],
  ['algorithm none', rewritten({ header: '{"alg":"none","typ":"JWT","kid":"endorsed"}', signature: '' })],
  ['HS256 with the public key', changed({}, hmac)],
  ['a wrong key', changed({}, ({ channel }) => ({ key: channel.wrongKey }))],
  ['an expired token', changed(() => ({ nbf: now() - 2 * hour, exp: now() - hour }))],
  ['a token that is not yet valid', changed(() => ({ nbf: now() + hour, exp: now() + 2 * hour }))],
  ['the audience of another bot', changed({ aud: '99999999-9999-4999-8999-999999999999' })],
  ['another issuer', changed({ iss: 'https://evil.example' })],
  ['the service URL of somebody else', changed({ serviceurl: 'https://smba.evil.example/teams/' })],
  ['a key that is not endorsed for Teams', key({ kid: 'unendorsed' })],
  ["another cloud's issuer", changed(({ otherIssuer }) => ({ iss: otherIssuer }))],
];

function hmac({ channel }: Forge): SigningChanges {
  return { key: new TextEncoder().encode(channel.publicKey), header: { alg: 'HS256' } };
}

/** Other ways in that somebody may try. */
export const otherForgeries: readonly Forgery[] = [
  ['an empty token', () => 'Bearer '],
  ['two tokens', () => 'Bearer a.b.c d.e.f'],
  ['another case of the scheme', async ({ channel, good }) => `bEARER ${await channel.sign(good)}`],
  ['garbage', () => 'Bearer garbage'],
  ['three parts of garbage', () => 'Bearer a.b.c'],
  ['another case of algorithm none', rewritten({ header: '{"alg":"nOnE","kid":"endorsed"}', signature: '' })],
  ['algorithm none with a signature', rewritten({ header: '{"alg":"none","typ":"JWT","kid":"endorsed"}' })],
  ['an algorithm that nobody knows', rewritten({ header: '{"alg":"RS1","typ":"JWT","kid":"endorsed"}' })],
  ['claims that were changed', rewritten({ payload: '{}' })],
  ['claims that are null', rewritten({ payload: 'null' })],
  ['claims that are a list', rewritten({ payload: '[]' })],
  ['claims that are a text', rewritten({ payload: '"x"' })],
  ['a header that is null', rewritten({ header: 'null' })],
  ['no claims', changed({ iss: undefined, aud: undefined, serviceurl: undefined })],
  ['no issuer', changed({ iss: undefined })],
  ['a list of issuers', changed(({ good }) => ({ iss: [good.iss] }))],
  ['no audience', changed({ aud: undefined })],
  ['a list of audiences', changed(({ good }) => ({ aud: [good.aud, 'https://evil.example'] }))],
  ['no service URL', changed({ serviceurl: undefined })],
  ['a service URL in another case', changed(({ good }) => ({ serviceurl: good.serviceurl.toUpperCase() }))],
  ['no end of its validity', changed({ exp: undefined })],
  ['a foreign tenant', changed({ tid: '99999999-9999-4999-8999-999999999999' })],
  ['a thousand claims', changed(Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`c${n}`, 0])))],
  ['no key id', key({ kid: undefined })],
  ['an unknown key id', key({ kid: 'unknown' })],
  ['a key id that is a path', ofWrongKey({ kid: '../../../../dev/null' })],
  ['a key id of every object', ofWrongKey({ kid: '__proto__' })],
  ['a key of its own by jku', ofWrongKey({ kid: 'mine', jku: 'https://evil.example/keys' })],
  ['a certificate of its own by x5u', ofWrongKey({ kid: 'mine', x5u: 'https://evil.example/certificate' })],
  ['a key of its own in its header', ofWrongKey({ jwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' } })],
];

const entraKey = () => ({ header: { kid: 'entra' } });
const entra = (claims: (forge: Forge) => Claims) =>
  changed((forge) => ({ tid: sampleTenantId, ...claims(forge) }), entraKey);
const v1 = `https://sts.windows.net/${sampleTenantId}/`;
const botFrameworkTenant = 'd6d49420-f39b-4df7-a1dc-d59a935871db';

/** Tokens that Entra really issued: botbuilder takes them from the Emulator and between bots. */
export const entraForgeries: readonly Forgery[] = [
  ['an Emulator token 1.0', entra(({ good }) => ({ iss: v1, ver: '1.0', appid: good.aud }))],
  ['an Emulator token without a version', entra(({ good }) => ({ iss: v1, ver: '', appid: good.aud }))],
  [
    'an Emulator token 2.0',
    entra(({ good }) => ({
      iss: `https://login.microsoftonline.com/${sampleTenantId}/v2.0`,
      ver: '2.0',
      azp: good.aud,
    })),
  ],
  [
    "an Emulator token of the Bot Framework's tenant",
    entra(({ good }) => ({
      iss: `https://sts.windows.net/${botFrameworkTenant}/`,
      tid: botFrameworkTenant,
      ver: '1.0',
      appid: good.aud,
    })),
  ],
  [
    'an Emulator token of a foreign tenant',
    entra(({ good }) => ({
      iss: 'https://login.microsoftonline.us/99999999-9999-4999-8999-999999999999/',
      tid: '99999999-9999-4999-8999-999999999999',
      ver: '1.0',
      appid: good.aud,
    })),
  ],
  [
    "the bot's own token for the Bot Framework",
    entra(({ good }) => ({ iss: v1, aud: good.iss, ver: '1.0', appid: good.aud })),
  ],
  ['a token of another bot', entra(() => ({ iss: v1, ver: '1.0', appid: '99999999-9999-4999-8999-999999999999' }))],
  [
    'a token of another bot that the Bot Framework signed',
    changed({ ver: '1.0', appid: '99999999-9999-4999-8999-999999999999' }),
  ],
  ['a token of an anonymous skill', changed({ appid: 'AnonymousSkill' })],
];
