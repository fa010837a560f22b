import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createGroupApi } from './create-group-api.ts';
import { createIncidentApi } from './create-incident-api.ts';
import { createTokenEndpoint, type SandboxApp } from './create-token-endpoint.ts';
import { type SampleIncident, sampleIncidents } from './sample-incidents.ts';
import { sendJson } from './send-json.ts';
import type { SandboxApi } from './wire-forms.ts';

export interface SandboxOptions {
  /** 0: any free port. */
  readonly port: number;
  /** Incidents by id; the samples without it. */
  readonly incidents?: ReadonlyMap<string, SampleIncident>;
  /** Entra groups of users, by their object ids; none without it. */
  readonly groups?: ReadonlyMap<string, readonly string[]>;
  /** Apps that may ask for a token; `Bearer offline` is taken besides. */
  readonly apps?: readonly SandboxApp[];
  readonly tokenLifetimeSeconds?: number;
  /** PEM key and certificate: https instead of http. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly now?: () => number;
}

/** A request that the sandbox was sent. */
interface SandboxCall {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

export interface Sandbox {
  readonly url: string;
  /** Every request so far, token requests included. */
  readonly calls: readonly SandboxCall[];
  close(): Promise<void>;
}

/** Starts the local security API on 127.0.0.1. Every route and rule is that of the documentation it stands for. */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const {
    incidents = sampleIncidents,
    groups = new Map(),
    apps = [],
    tokenLifetimeSeconds = 3599,
    now = Date.now,
  } = options;
  const tokens = createTokenEndpoint(apps, tokenLifetimeSeconds, now);
  const answer = createIncidentApi({ incidents, tokens, now });
  const answerGroups = createGroupApi({ groups, tokens });
  const calls: SandboxCall[] = [];
  let url = '';

  const answerRequest = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url: path = '', headers } = request;
    calls.push({ method, path, headers });
    const { pathname, searchParams } = new URL(path, url);
    const tenant = /^\/([^/]+)\/(?:oauth2\/v2\.0\/token|v2\.0\/\.well-known\/openid-configuration)$/.exec(
      pathname,
    )?.[1];
    const route = readRoute(pathname);

    if (tenant !== undefined && method === 'GET') return sendJson(response, 200, discovery(`${url}/${tenant}`));
    if (tenant !== undefined && method === 'POST') {
      const { status, body } = tokens.issue(new URLSearchParams(await readBody(request)), `${url}${pathname}`);
      return sendJson(response, status, body);
    }
    if (pathname === '/msi/token') {
      const { status, body } = tokens.issueManaged(searchParams);
      return sendJson(response, status, body);
    }
    const userId = /^\/v1\.0\/users\/([^/]+)\/checkMemberGroups$/.exec(pathname)?.[1];
    if (userId !== undefined && method === 'POST') {
      return answerGroups(decodeURIComponent(userId), await readBody(request), request, response);
    }
    if (route === undefined || method !== 'GET') return sendJson(response, 404, {});
    answer(route.api, route.id, request, response);
  };

  // A path or an assertion that can not be read is the sender's mistake.
  const listener: RequestListener = (request, response) => {
    answerRequest(request, response).catch(() => sendJson(response, 400, {}));
  };
  const server = options.tls ? createHttpsServer(options.tls, listener) : createHttpServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  url = `${options.tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The API that a path belongs to, and the incident that it names; without one it is the list. */
function readRoute(pathname: string): { api: SandboxApi; id: string | undefined } | undefined {
  const route = /^\/(?:(v1\.0|beta)\/security|api)\/incidents(?:\/([^/]+))?$/.exec(pathname);
  if (route === null) return undefined;
  const [, version, id] = route;
  return {
    api: version === undefined ? 'defender' : (version as 'v1.0' | 'beta'),
    id: id === undefined ? undefined : decodeURIComponent(id),
  };
}

function discovery(authority: string): object {
  return {
    issuer: `${authority}/v2.0`,
    authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    token_endpoint: `${authority}/oauth2/v2.0/token`,
    jwks_uri: `${authority}/discovery/v2.0/keys`,
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
