import type { Cloud } from './clouds.ts';
import type { Secret } from './secret.ts';

/** The API that incidents are read from. */
export type IncidentApi = 'graph-v1.0' | 'graph-beta' | 'defender-xdr';

/** How the bot proves itself to the Bot Framework, in botbuilder's own terms. */
export type BotIdentity = {
  readonly appId: string;
  readonly tenantId: string;
} & (
  | { readonly kind: 'secret'; readonly type: 'SingleTenant' | 'MultiTenant'; readonly password: Secret }
  | {
      readonly kind: 'certificate';
      readonly type: 'SingleTenant' | 'MultiTenant';
      readonly thumbprint: string;
      readonly privateKey: Secret;
    }
  | { readonly kind: 'managed-identity'; readonly type: 'UserAssignedMSI' }
);

/** Who reads the incidents, in the terms of @azure/identity. */
export type IncidentCredential =
  | { readonly kind: 'secret'; readonly tenantId: string; readonly clientId: string; readonly secret: Secret }
  | {
      readonly kind: 'certificate';
      readonly tenantId: string;
      readonly clientId: string;
      readonly certificatePath: string;
      readonly certificatePassword?: Secret;
    }
  /** Without a client id: the system-assigned identity. */
  | { readonly kind: 'managed-identity'; readonly clientId?: string }
  | {
      readonly kind: 'workload-identity';
      readonly tenantId: string;
      readonly clientId: string;
      readonly tokenFilePath: string;
    };

/** Who may see incidents. Ids of Entra are in lower case; thread ids are as Teams writes them. */
export interface AccessRules {
  /** False only in offline mode without any rule: everyone is allowed. */
  readonly enforced: boolean;
  /** Tenants that askers may come from; empty only in offline mode: any. */
  readonly tenants: readonly string[];
  readonly users: readonly string[];
  readonly teams: readonly string[];
  readonly channels: readonly string[];
  readonly chats: readonly string[];
  /** Entra groups whose members may ask anywhere. */
  readonly groups: readonly string[];
  readonly allMembers: boolean;
  readonly guests: boolean;
}

/** The way out of a network that lets nothing out directly. */
export interface OutboundProxy {
  readonly url: Secret;
  /** Hosts that are reached without it; `.example.com` stands for all below. */
  readonly bypass: readonly string[];
}

/** Online: real accounts. Offline: a loopback API, unsigned activities, loopback only. */
export type Mode =
  | { readonly kind: 'online'; readonly identity: BotIdentity; readonly credential: IncidentCredential }
  | { readonly kind: 'offline'; readonly incidentApiUrl: string };

/** All settings, checked. */
export interface Config {
  readonly mode: Mode;
  readonly port: number;
  readonly cloud: Cloud;
  readonly incidentApi: IncidentApi;
  /** The tenant whose incidents are read and whose portal links are accepted; unknown only in offline mode. */
  readonly homeTenantId: string | undefined;
  readonly access: AccessRules;
  readonly accessContact: string | undefined;
  /** Send a card's line as text, too, for Android lock screens that ignore `summary`; Teams then shows two messages. */
  readonly cardText: boolean;
  /** Undefined: the audit trail goes to standard output. */
  readonly auditFile: string | undefined;
  readonly incidentCacheSeconds: number;
  /** Undefined: cache, budget and filter of repeats live in memory, for one replica. */
  readonly redisUrl: Secret | undefined;
  /** Always undefined in offline mode, which talks to loopback alone. */
  readonly proxy: OutboundProxy | undefined;
  readonly logLevel: LogLevel;
}

/** The levels of pino. */
type LogLevel = 'info' | 'fatal' | 'error' | 'warn' | 'debug' | 'trace' | 'silent';
