import { clouds } from './clouds.ts';
import type { Config, Mode } from './config.ts';
import { ConfigError } from './config-error.ts';
import { createEnvironment, type Environment, type Variables } from './environment.ts';
import { loadAccess } from './load-access.ts';
import { loadCredential } from './load-credential.ts';
import { loadIdentity } from './load-identity.ts';
import { loadProxy } from './load-proxy.ts';
import { isLoopbackHost, isLoopbackUrl } from './loopback.ts';
import { refuseSwitches } from './refuse-switches.ts';
import type { Secret } from './secret.ts';

/**
 * Turns the environment into checked settings.
 *
 * @throws ConfigError with every problem at once; its message names variables, never their values.
 */
export function loadConfig(variables: Variables): Config {
  const env = createEnvironment(variables);
  const mode = env.flag('BOT_OFFLINE') ? loadOffline(env, variables) : loadOnline(env);
  const homeTenantId = (env.text('AZURE_TENANT_ID') ?? env.text('MicrosoftAppTenantId'))?.toLowerCase();
  // Incidents may be read from another tenant; the people who ask are of the bot's own.
  const botTenantId = (env.text('MicrosoftAppTenantId') ?? env.text('AZURE_TENANT_ID'))?.toLowerCase();
  const config: Config = {
    mode,
    port: env.integer('PORT', { min: 0, max: 65535, fallback: 3978 }),
    cloud: loadCloud(env),
    incidentApi: env.oneOf('INCIDENT_API', ['graph-v1.0', 'graph-beta', 'defender-xdr']),
    homeTenantId,
    access: loadAccess(env, mode.kind, botTenantId),
    accessContact: env.text('ACCESS_CONTACT'),
    cardText: env.flag('CARD_TEXT'),
    auditFile: env.file('AUDIT_FILE', 'append'),
    incidentCacheSeconds: env.integer('INCIDENT_CACHE_SECONDS', { min: 0, max: 3600, fallback: 15 }),
    redisUrl: loadRedisUrl(env, mode),
    proxy: mode.kind === 'online' ? loadProxy(env) : undefined,
    logLevel: env.oneOf('LOG_LEVEL', ['info', 'fatal', 'error', 'warn', 'debug', 'trace', 'silent']),
  };
  refuseSwitches(env, mode.kind);
  if (env.problems.length > 0) throw new ConfigError(env.problems);
  return config;
}

function loadOnline(env: Environment): Mode {
  if (env.text('INCIDENT_API_URL') !== undefined) {
    env.problem('INCIDENT_API_URL', 'is for offline mode only (BOT_OFFLINE=true); CLOUD selects the API otherwise.');
  }
  const identity = loadIdentity(env);
  return { kind: 'online', identity, credential: loadCredential(env, identity) };
}

function loadOffline(env: Environment, variables: Variables): Mode {
  if (/^prod(uction)?$/i.test(env.text('NODE_ENV') ?? '')) {
    env.problem('BOT_OFFLINE', 'takes unsigned messages, so it is refused when NODE_ENV is production.');
  }
  for (const variable of Object.keys(variables)) {
    if (/^(MicrosoftApp|Certificate(Thumbprint|PrivateKey))/i.test(variable) && env.text(variable) !== undefined) {
      env.problem(variable, 'must be unset in offline mode (BOT_OFFLINE=true), which checks no tokens.');
    }
  }
  const incidentApiUrl = env.required(
    'INCIDENT_API_URL',
    'The loopback address of a local security API, for example http://127.0.0.1:4010.',
  );
  if (incidentApiUrl !== '' && !(isLoopbackUrl(incidentApiUrl) && isBareBase(incidentApiUrl))) {
    env.problem(
      'INCIDENT_API_URL',
      'must be a loopback URL (127.0.0.1, localhost or [::1]) in offline mode, without user, query or fragment.',
    );
  }
  return { kind: 'offline', incidentApiUrl: incidentApiUrl.replace(/\/+$/, '') };
}

/** Paths are put behind it, so nothing may stand there. */
function isBareBase(url: string): boolean {
  const { username, password, search, hash } = new URL(url);
  return username === '' && password === '' && search === '' && hash === '';
}

function loadRedisUrl(env: Environment, { kind }: Mode): Secret | undefined {
  const secret = env.secret('REDIS_URL');
  const url = secret?.reveal();
  if (url === undefined) return undefined;
  if (!(/^rediss?:\/\//.test(url) && URL.canParse(url))) {
    env.problem('REDIS_URL', 'must be a redis:// or rediss:// URL, as the host of the Redis shows it.');
  } else if (kind === 'offline' && !isLoopbackHost(new URL(url).hostname)) {
    env.problem('REDIS_URL', 'must be on this machine in offline mode: what real bots share there holds incidents.');
  }
  return secret;
}

function loadCloud(env: Environment) {
  const name = env.text('CLOUD')?.toLowerCase();
  if (name === 'china') {
    env.problem('CLOUD', 'china is not possible: the incident API is not offered in the cloud operated by 21Vianet.');
    return clouds.global;
  }
  return clouds[env.oneOf('CLOUD', ['global', 'gcc', 'gcch', 'dod'])];
}
