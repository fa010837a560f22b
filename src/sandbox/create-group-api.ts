import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TokenEndpoint } from './create-token-endpoint.ts';
import { sendJson } from './send-json.ts';
import { writeError } from './wire-forms.ts';

export interface GroupApiOptions {
  /** The groups of each user, by object id. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly tokens: TokenEndpoint;
}

/** Answers Graph's `checkMemberGroups` of one user. */
export type GroupApi = (userId: string, body: string, request: IncomingMessage, response: ServerResponse) => void;

const roles = ['GroupMember.Read.All', 'User.ReadBasic.All'];
const mostGroups = 20;

/** Creates the part of Graph that tells who is in which group: token, roles, limit, user, in that order. */
export function createGroupApi({ groups, tokens }: GroupApiOptions): GroupApi {
  return (userId, body, { headers }, response) => {
    const refuse = (status: number, code: string, message: string) =>
      sendJson(response, status, writeError('v1.0', code, message, 'sandbox', 'sandbox'));
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    const held = tokens.find(token)?.roles;
    if (token !== 'offline' && held === undefined) {
      return refuse(401, 'InvalidAuthenticationToken', 'Access token is empty.');
    }
    if (token !== 'offline' && !roles.every((role) => held?.includes(role))) {
      return refuse(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
    }
    const { groupIds } = JSON.parse(body) as { groupIds: string[] };
    if (groupIds.length > mostGroups) return refuse(400, 'Request_BadRequest', 'Too many ids.');
    const own = groups.get(userId);
    if (own === undefined) return refuse(404, 'Request_ResourceNotFound', 'Resource does not exist.');
    sendJson(response, 200, { value: groupIds.filter((id) => own.includes(id)) });
  };
}
