import type { BotIdentity, IncidentCredential } from './config.ts';
import type { Environment } from './environment.ts';
import { guid } from './patterns.ts';
import type { Secret } from './secret.ts';

const kinds = ['secret', 'certificate', 'managed-identity', 'workload-identity'] as const;
type Kind = (typeof kinds)[number];

const evidence = {
  secret: 'AZURE_CLIENT_SECRET',
  certificate: 'AZURE_CLIENT_CERTIFICATE_PATH',
  'workload-identity': 'AZURE_FEDERATED_TOKEN_FILE',
} as const satisfies Partial<Record<Kind, string>>;

const whereSecret = 'Entra > App registrations > the app that reads incidents > Certificates & secrets.';
const whereCertificate = 'Path of a PEM file with certificate and private key of the app that reads incidents.';
const whereTokenFile = 'The workload identity webhook of AKS sets it.';

/**
 * Reads who fetches incidents, under the names of @azure/identity. `INCIDENT_CREDENTIAL` decides; without it
 * the variables that are set do; without those, the bot's own app is used.
 */
export function loadCredential(env: Environment, identity: BotIdentity): IncidentCredential {
  const kind = chooseKind(env, identity);
  const app = {
    clientId: readGuid(env, 'AZURE_CLIENT_ID') ?? identity.appId,
    tenantId: readGuid(env, 'AZURE_TENANT_ID') ?? identity.tenantId,
  };
  switch (kind) {
    case 'secret':
      return { kind, ...app, secret: loadSecret(env, identity) };
    case 'certificate': {
      const certificatePath = requiredFile(env, 'AZURE_CLIENT_CERTIFICATE_PATH', whereCertificate);
      const certificatePassword = env.secret('AZURE_CLIENT_CERTIFICATE_PASSWORD');
      return { kind, ...app, certificatePath, ...(certificatePassword && { certificatePassword }) };
    }
    case 'workload-identity':
      return { kind, ...app, tokenFilePath: requiredFile(env, 'AZURE_FEDERATED_TOKEN_FILE', whereTokenFile) };
    case 'managed-identity':
      return { kind, ...managedIdentityOf(env, identity) };
  }
}

function requiredFile(env: Environment, variable: string, whereToFind: string): string {
  env.required(variable, whereToFind);
  return env.file(variable, 'read') ?? '';
}

function readGuid(env: Environment, variable: string): string | undefined {
  const value = env.text(variable);
  if (value !== undefined && !guid.test(value)) env.problem(variable, 'must be a GUID.');
  return value;
}

function loadSecret(env: Environment, identity: BotIdentity): Secret {
  const ownApp = env.text('AZURE_CLIENT_ID') === undefined && identity.kind === 'secret';
  if (ownApp && !env.isSet('AZURE_CLIENT_SECRET')) return identity.password;
  return env.requiredSecret('AZURE_CLIENT_SECRET', whereSecret);
}

/** System-assigned only where `INCIDENT_CREDENTIAL` asks for a managed identity without naming one. */
function managedIdentityOf(env: Environment, identity: BotIdentity): { clientId?: string } {
  const own = identity.kind === 'managed-identity' && env.text('INCIDENT_CREDENTIAL') === undefined;
  const clientId = env.text('AZURE_CLIENT_ID') ?? (own ? identity.appId : undefined);
  return clientId === undefined ? {} : { clientId };
}

function chooseKind(env: Environment, identity: BotIdentity): Kind {
  if (env.text('INCIDENT_CREDENTIAL') !== undefined) return env.oneOf('INCIDENT_CREDENTIAL', kinds);
  const found = (Object.keys(evidence) as (keyof typeof evidence)[]).filter((kind) => env.isSet(evidence[kind]));
  if (found.length > 1) {
    const names = found.map((kind) => evidence[kind]).join(' and ');
    env.problem('INCIDENT_CREDENTIAL', `must say which credential to use: ${names} are both set.`);
  }
  if (found[0] !== undefined) return found[0];
  if (env.text('AZURE_CLIENT_ID') !== undefined) {
    env.problem(
      'INCIDENT_CREDENTIAL',
      'AZURE_CLIENT_ID is set, but no AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH or AZURE_FEDERATED_TOKEN_FILE; ' +
        'set one, or managed-identity here.',
    );
    return 'managed-identity';
  }
  return identity.kind;
}
