import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { TestCertificate } from './create-certificate.ts';
import { serve } from './serve.ts';

/** An activity that the bot posted, with the place it was posted to. */
export interface PostedActivity {
  readonly conversationId: string;
  readonly replyToId: string | undefined;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  // biome-ignore lint/suspicious/noExplicitAny: tests look deep into activities and cards, and fail where they differ
  readonly activity: any;
}

/** A Bot Connector on loopback: takes replies and answers questions about members and teams. */
export interface FakeConnector {
  readonly serviceUrl: string;
  /** Each request as it came over the wire: `POST /v3/conversations/a%3A1/activities`. */
  readonly requests: string[];
  /** The `Authorization` of each of them. */
  readonly authorizations: (string | undefined)[];
  /** Everything posted so far, typing signs included. */
  readonly posted: PostedActivity[];
  /** Every message that was put in the place of an earlier one; `replyToId` is that one's id. */
  readonly updated: PostedActivity[];
  /** Messages posted so far. */
  messages(): PostedActivity[];
  /** Waits for the `count`-th message, for up to ten seconds. */
  message(count?: number): Promise<PostedActivity>;
  /** Answers the next posts and updates itself; return false to let the connector answer. */
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** The same for questions about members and teams. */
  tell: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** What the roster says about every member; undefined: the roster answers 404. */
  member: Record<string, unknown> | undefined;
  /** How the roster refuses to tell of members; undefined: it does not. */
  rosterRefusal: { readonly status: number; readonly code: string } | undefined;
  /** The team's Entra group id. */
  team: Record<string, unknown> | undefined;
  /** Where a question about the team is sent on to; undefined: it is answered. */
  teamRedirect: string | undefined;
  readonly rosterCalls: string[];
  /** What conversations were created with. */
  readonly created: unknown[];
  close(): Promise<void>;
}

/** Starts a connector on a free port of 127.0.0.1, over https if it is given a certificate. */
export async function createFakeConnector(tls?: TestCertificate): Promise<FakeConnector> {
  const requests: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const posted: PostedActivity[] = [];
  const updated: PostedActivity[] = [];
  const rosterCalls: string[] = [];
  const created: unknown[] = [];

  const tell = (path: string, response: ServerResponse) => {
    const { rosterRefusal, member, team, teamRedirect } = connector;
    if (teamRedirect !== undefined && path.includes('/teams/')) {
      response.setHeader('Location', teamRedirect);
      return send(response, {}, 307);
    }
    if (!path.includes('/members/')) return send(response, team);
    if (rosterRefusal === undefined) return send(response, member);
    send(response, { error: { code: rosterRefusal.code, message: 'x' } }, rosterRefusal.status);
  };
  const listener: RequestListener = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    requests.push(`${request.method} ${request.url}`);
    authorizations.push(request.headers.authorization);
    const path = decodeURIComponent(request.url ?? '');
    if (request.method === 'GET') {
      rosterCalls.push(path);
      return connector.tell(request, response) || tell(path, response);
    }
    if (path.endsWith('/v3/conversations')) {
      created.push(JSON.parse(Buffer.concat(chunks).toString()));
      return send(response, { id: `a:created-${created.length}` });
    }
    const [, conversationId = '', replyToId] =
      /\/v3\/conversations\/(.+?)\/activities(?:\/([^?]+))?(?:\?.*)?$/.exec(path) ?? [];
    const activity = JSON.parse(Buffer.concat(chunks).toString());
    const list = request.method === 'PUT' ? updated : posted;
    list.push({ conversationId, replyToId, path, headers: request.headers, activity });
    if (!connector.intercept(request, response)) send(response, { id: `posted-${posted.length}` });
  };
  const { url, close } = await serve(listener, tls);

  const messages = () => posted.filter(({ activity }) => activity.type === 'message');
  const connector: FakeConnector = {
    serviceUrl: `${url}/`,
    requests,
    authorizations,
    posted,
    updated,
    messages,
    async message(count = 1) {
      for (let waited = 0; waited < 10_000; waited += 20) {
        const found = messages()[count - 1];
        if (found !== undefined) return found;
        await delay(20);
      }
      throw new RangeError(`no message ${count} within ten seconds`);
    },
    intercept: () => false,
    tell: () => false,
    member: undefined,
    rosterRefusal: undefined,
    team: undefined,
    teamRedirect: undefined,
    rosterCalls,
    created,
    close,
  };
  return connector;
}

function send(response: ServerResponse, body: Record<string, unknown> | undefined, status = 200): void {
  response.writeHead(body === undefined ? 404 : status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body ?? { error: { code: 'NotFound' } }));
}
