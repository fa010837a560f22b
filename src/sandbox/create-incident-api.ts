import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type CallLimit, createCallLimit } from './create-call-limit.ts';
import type { IssuedToken, TokenEndpoint } from './create-token-endpoint.ts';
import { faults } from './faults.ts';
import { listIncidents } from './list-incidents.ts';
import { type SampleIncident, sampleChanges, sampleIncidents } from './sample-incidents.ts';
import { sendJson } from './send-json.ts';
import { type SandboxApi, writeError, writeIncident } from './wire-forms.ts';

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Record<string, string>;
}

export interface IncidentApiOptions {
  readonly incidents: ReadonlyMap<string, SampleIncident>;
  readonly tokens: TokenEndpoint;
  readonly now: () => number;
}

/** Answers `GET` of one incident, or of the list where `id` is undefined, as one of the three APIs does. */
export type IncidentApi = (
  api: SandboxApi,
  id: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
) => void;

/** One request to one API, and the two ways to answer it. */
interface Exchange {
  readonly api: SandboxApi;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Whether the caller sent `Prefer: include-unknown-enum-members`. */
  readonly unknownMembers: boolean;
  refuse(refusal: Refusal): void;
}

/** Creates the three APIs: token, role, limit, fault, incident, in that order. */
export function createIncidentApi({ incidents, tokens, now }: IncidentApiOptions): IncidentApi {
  const limits = { one: createCallLimit(100, now), list: createCallLimit(50, now) };
  const earlierCalls = new Map<string, number>();
  const documented = sampleIncidents.get('29') as SampleIncident;

  function answerList({ api, request, response, unknownMembers, refuse }: Exchange): void {
    const { origin, pathname, searchParams: query } = new URL(request.url ?? '', `http://${request.headers.host}`);
    const listed = listIncidents(incidents.values(), { api, query, address: `${origin}${pathname}`, unknownMembers });
    if ('body' in listed) sendJson(response, 200, listed.body);
    else refuse({ status: 400, code: 'BadRequest', message: listed.problem });
  }

  function answerOne(id: string, { api, response, unknownMembers, refuse }: Exchange): void {
    const show = (incident: SampleIncident) => sendJson(response, 200, writeIncident(incident, api, unknownMembers));
    const key = `${api} ${id}`;
    const earlier = earlierCalls.get(key) ?? 0;
    earlierCalls.set(key, earlier + 1);
    const fault = Object.hasOwn(faults, id) ? faults[id] : undefined;
    const incident = asOf(incidents.get(id), earlier);
    if (fault !== undefined) {
      const refuseRole = () => refuse(missingRole(api, []));
      const succeed = () => show({ ...documented, id });
      fault({ response, earlierCalls: earlier, refuse, refuseRole, succeed });
    } else if (!/^\d+$/.test(id)) refuse({ status: 400, code: 'BadRequest', message: 'The id is a number.' });
    else if (incident !== undefined) show(incident);
    else refuse({ status: 404, code: 'ResourceNotFound', message: `Incident ${id} was not found.` });
  }

  return (api, id, request, response) => {
    const requestId = randomUUID();
    const clientRequestId = String(request.headers['client-request-id'] ?? requestId);
    if (api !== 'defender') {
      response.setHeader('request-id', requestId);
      response.setHeader('client-request-id', clientRequestId);
    }
    const refuse = ({ status, code, message, headers = {} }: Refusal) =>
      sendJson(response, status, writeError(api, code, message, requestId, clientRequestId), headers);
    const refusal = refuseCaller(
      api,
      request.headers.authorization ?? '',
      tokens,
      id === undefined ? limits.list : limits.one,
    );
    if (refusal !== undefined) return refuse(refusal);
    const unknownMembers = /\binclude-unknown-enum-members\b/.test(String(request.headers.prefer ?? ''));
    const exchange = { api, request, response, unknownMembers, refuse };
    if (id === undefined) answerList(exchange);
    else answerOne(id, exchange);
  };
}

/** A sample may have changed by the second call; incidents that a test brought along change when the test says so. */
function asOf(incident: SampleIncident | undefined, earlierCalls: number): SampleIncident | undefined {
  const isSample = incident !== undefined && incident === sampleIncidents.get(incident.id);
  return isSample && earlierCalls > 0 ? { ...incident, ...sampleChanges.get(incident.id) } : incident;
}

const audiences: Readonly<Record<SandboxApi, RegExp>> = Object.freeze({
  'v1.0': /^https:\/\/(dod-)?graph\.microsoft\.(com|us)$/,
  beta: /^https:\/\/(dod-)?graph\.microsoft\.(com|us)$/,
  defender: /^https:\/\/api(-\w+)?\.security\.microsoft\.(com|us)$/,
});
const roles: Readonly<Record<SandboxApi, readonly string[]>> = Object.freeze({
  'v1.0': ['SecurityIncident.Read.All', 'SecurityIncident.ReadWrite.All'],
  beta: ['SecurityIncident.Read.All', 'SecurityIncident.ReadWrite.All'],
  defender: ['Incident.Read.All', 'Incident.ReadWrite.All'],
});

/** What keeps a caller out: the token, its role, or Defender's limit of calls. `Bearer offline` has every role. */
function refuseCaller(
  api: SandboxApi,
  authorization: string,
  tokens: TokenEndpoint,
  limit: CallLimit,
): Refusal | undefined {
  const token = /^Bearer (.+)$/.exec(authorization)?.[1] ?? '';
  const issued = tokens.find(token);
  const refusal = token === 'offline' ? undefined : (refuseToken(api, token, issued) ?? refuseRole(api, issued));
  if (refusal !== undefined || api !== 'defender') return refusal;
  const seconds = limit(issued?.clientId ?? token);
  if (seconds === 0) return undefined;
  const message = `The limit of calls is reached. New calls can be made in ${seconds} seconds.`;
  return { status: 429, code: 'TooManyRequests', message, headers: { 'Retry-After': String(seconds) } };
}

function refuseToken(api: SandboxApi, token: string, issued: IssuedToken | undefined): Refusal | undefined {
  if (issued !== undefined && audiences[api].test(issued.audience)) return undefined;
  const code = api === 'defender' ? 'Unauthorized' : 'InvalidAuthenticationToken';
  const message = token === '' ? 'Access token is empty.' : 'Access token validation failure.';
  return { status: 401, code, message };
}

function refuseRole(api: SandboxApi, issued: IssuedToken | undefined): Refusal | undefined {
  const held = issued?.roles ?? [];
  return roles[api].some((role) => held.includes(role)) ? undefined : missingRole(api, held);
}

/** The APIs' own words, as callers without consent see them. */
function missingRole(api: SandboxApi, held: readonly string[]): Refusal {
  const required = roles[api].join(',');
  const message =
    api === 'defender'
      ? `The application does not have any of the required application permissions (${required}) to access the resource.`
      : `Missing application roles. API required roles: ${required}, application roles: ${held.join(',')}.`;
  return { status: 403, code: 'Forbidden', message };
}
