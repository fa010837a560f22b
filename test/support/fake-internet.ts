import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Sandbox } from '../../src/sandbox/create-sandbox.ts';
import { type ConnectProxy, createConnectProxy } from './connect-proxy.ts';
import { createCertificate, type TestCertificate } from './create-certificate.ts';
import type { FakeConnector } from './fake-connector.ts';
import type { OnlineChannel } from './online-channel.ts';
import { serve } from './serve.ts';

const login = 'login.microsoftonline.com';
const keyHost = 'login.botframework.com';
/** Where Teams' messages come from. */
export const serviceUrl = 'https://smba.trafficmanager.net/emea/';

/** Microsoft's hosts under their real names, behind a proxy, so that the program runs online with nothing replaced. */
export interface FakeInternet {
  readonly certificate: TestCertificate;
  readonly proxy: ConnectProxy;
  /** Bodies of the token requests, in order. */
  readonly logins: URLSearchParams[];
  /** Each `Authorization` that somebody showed. */
  readonly shown: Set<string>;
  /** What the login hands out; by the host of the scope. */
  readonly tokens: Record<string, string>;
  /** Answers the login, the API or Teams itself; return false to leave it to them. */
  intercept: (host: string, request: IncomingMessage, response: ServerResponse, body: string) => boolean;
  close(): Promise<void>;
}

export interface FakeInternetParts {
  readonly sandbox: Sandbox;
  readonly connector: FakeConnector;
  readonly channel: OnlineChannel;
  readonly proxyCredentials: string;
  readonly tokens: Record<string, string>;
}

/** Starts it: `sandbox` is the API, `connector` is Teams, `channel` signs for both logins. */
export async function createFakeInternet(parts: FakeInternetParts): Promise<FakeInternet> {
  const { sandbox, connector, channel, proxyCredentials, tokens } = parts;
  const logins: URLSearchParams[] = [];
  const shown = new Set<string>();
  const origins: Record<string, string> = {
    'graph.microsoft.com': sandbox.url,
    'smba.trafficmanager.net': connector.serviceUrl.replace(/\/$/, ''),
  };
  const listener: RequestListener = async (request, response) => {
    const host = request.headers.host ?? '';
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    if (request.headers.authorization !== undefined) shown.add(request.headers.authorization);
    if (host === login && request.method === 'POST') logins.push(new URLSearchParams(body));
    if (internet.intercept(host, request, response, body)) return;
    if (host === login) return json(response, answerLogin(request, body, tokens));
    if (host === keyHost) return json(response, answerKeys(request, channel));
    await forward(`${origins[host]}${request.url}`, request, response, body);
  };
  const certificate = await createCertificate([login, keyHost, ...Object.keys(origins)]);
  const server = await serve((request, response) => {
    Promise.resolve(listener(request, response)).catch(() => response.destroy());
  }, certificate);
  const proxy = await createConnectProxy(server.port, proxyCredentials);
  const internet: FakeInternet = {
    certificate,
    proxy,
    logins,
    shown,
    tokens,
    intercept: () => false,
    close: async () => void (await Promise.all([proxy.close(), server.close()])),
  };
  return internet;
}

function json(response: ServerResponse, body: unknown): void {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(body));
}

/** Discovery and tokens, as Entra answers MSAL. */
function answerLogin({ method, url = '' }: IncomingMessage, body: string, tokens: Record<string, string>): unknown {
  if (method === 'POST') {
    const { host } = new URL(new URLSearchParams(body).get('scope') ?? '');
    return { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: tokens[host] };
  }
  const authority = `https://${login}/${url.split('/')[1]}`;
  if (url.includes('/discovery/instance')) {
    const metadata = [{ preferred_network: login, preferred_cache: login, aliases: [login] }];
    return { tenant_discovery_endpoint: `${authority}/v2.0/.well-known/openid-configuration`, metadata };
  }
  return {
    issuer: `${authority}/v2.0`,
    authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    token_endpoint: `${authority}/oauth2/v2.0/token`,
    jwks_uri: `${authority}/discovery/v2.0/keys`,
  };
}

/** The metadata of the Bot Framework's login under its real name, and the keys of `channel`. */
function answerKeys({ url = '' }: IncomingMessage, { keys }: OnlineChannel): unknown {
  if (!url.endsWith('/keys')) return { issuer: 'https://api.botframework.com', jwks_uri: `https://${keyHost}/keys` };
  return { keys };
}

async function forward(url: string, request: IncomingMessage, response: ServerResponse, body: string): Promise<void> {
  const { method = 'GET', headers } = request;
  const type = { 'Content-Type': headers['content-type'] ?? 'application/json' };
  // The sandbox takes offline mode's token; the real one stays with this internet's own login.
  const answered = await fetch(url, {
    method,
    headers: { ...type, Authorization: 'Bearer offline' },
    ...(body !== '' && { body }),
  });
  response.statusCode = answered.status;
  for (const name of ['content-type', 'retry-after', 'request-id']) {
    const value = answered.headers.get(name);
    if (value !== null) response.setHeader(name, value);
  }
  response.end(await answered.text());
}
