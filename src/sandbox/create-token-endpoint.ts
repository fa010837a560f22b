import { randomUUID, verify, X509Certificate } from 'node:crypto';

/** An app that the sandbox's login knows. */
export interface SandboxApp {
  readonly clientId: string;
  readonly secret?: string;
  /** PEM of the certificate whose key signs the app's assertions. */
  readonly certificate?: string;
  /** The token of another issuer that the app may present, as a workload identity does. */
  readonly federatedToken?: string;
  readonly roles: readonly string[];
}

/** What a token of the sandbox stands for. */
export interface IssuedToken {
  readonly clientId: string;
  readonly audience: string;
  readonly roles: readonly string[];
}

export interface TokenEndpoint {
  /** Answers the form of a client credentials request, as Entra does. */
  issue(form: URLSearchParams, tokenUrl: string): { status: number; body: object };
  /** Answers a managed identity request (`GET ?resource=&client_id=`), as App Service's endpoint does. */
  issueManaged(query: URLSearchParams): { status: number; body: object };
  /** The token behind an `Authorization` header, if it is valid now. */
  find(token: string): IssuedToken | undefined;
}

const invalidClient = {
  error: 'invalid_client',
  error_description: 'AADSTS7000215: Invalid client secret provided.',
  error_codes: [7000215],
};

/** @param lifetimeSeconds of the tokens that are issued */
export function createTokenEndpoint(
  apps: readonly SandboxApp[],
  lifetimeSeconds: number,
  now: () => number,
): TokenEndpoint {
  const tokens = new Map<string, IssuedToken & { expiresAt: number }>();

  function grant({ clientId, roles }: SandboxApp, audience: string): string {
    const token = `sandbox.${randomUUID()}`;
    tokens.set(token, { clientId, audience, roles, expiresAt: now() + lifetimeSeconds * 1000 });
    return token;
  }

  return {
    issue(form, tokenUrl) {
      const app = apps.find(({ clientId }) => clientId === form.get('client_id'));
      if (app === undefined || !proves(app, form, tokenUrl, now())) return { status: 401, body: invalidClient };
      const audience = (form.get('scope') ?? '').split(' ')[0]?.replace(/\/\.default$/, '') ?? '';
      const times = { expires_in: lifetimeSeconds, ext_expires_in: lifetimeSeconds };
      return { status: 200, body: { token_type: 'Bearer', ...times, access_token: grant(app, audience) } };
    },
    issueManaged(query) {
      const wanted = query.get('client_id');
      const app = apps.find(({ clientId }) => wanted === null || clientId === wanted);
      if (app === undefined) return { status: 400, body: { statusCode: 400, message: 'No managed identity found.' } };
      const resource = query.get('resource') ?? '';
      const times = { expires_on: Math.floor(now() / 1000) + lifetimeSeconds };
      return { status: 200, body: { token_type: 'Bearer', ...times, resource, access_token: grant(app, resource) } };
    },
    find(token) {
      const issued = tokens.get(token);
      return issued !== undefined && issued.expiresAt > now() ? issued : undefined;
    },
  };
}

function proves(
  { secret, certificate, federatedToken }: SandboxApp,
  form: URLSearchParams,
  tokenUrl: string,
  time: number,
): boolean {
  const assertion = form.get('client_assertion');
  if (assertion === null) return secret !== undefined && form.get('client_secret') === secret;
  if (assertion === federatedToken) return true;
  return certificate !== undefined && isSignedBy(certificate, assertion, tokenUrl, time);
}

/** Checks a client assertion: signature (RS256 or PS256), audience and expiry. */
function isSignedBy(certificate: string, assertion: string, tokenUrl: string, time: number): boolean {
  const [head = '', payload = '', signature = ''] = assertion.split('.');
  const { alg } = parsePart(head);
  const { aud, exp } = parsePart(payload);
  const key = new X509Certificate(certificate).publicKey;
  const padding = alg === 'PS256' ? { padding: 6, saltLength: 32 } : {};
  const valid = verify(
    'sha256',
    Buffer.from(`${head}.${payload}`),
    { key, ...padding },
    Buffer.from(signature, 'base64url'),
  );
  return valid && aud === tokenUrl && Number(exp) * 1000 > time;
}

function parsePart(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}
