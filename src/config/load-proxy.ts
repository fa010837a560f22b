import type { OutboundProxy } from './config.ts';
import type { Environment } from './environment.ts';
import { createSecret } from './secret.ts';

/** The machine itself, and the address at which every Azure machine finds its managed identity. */
const near = ['127.0.0.1', 'localhost', '[::1]', '::1', '169.254.169.254'];

/**
 * Reads the proxy that everything goes through which leaves the machine. It may hold a password, so it is a secret.
 *
 * @returns undefined where none is set, and where `NO_PROXY` is `*`
 */
export function loadProxy(env: Environment): OutboundProxy | undefined {
  const url = env.text('HTTPS_PROXY') ?? env.text('https_proxy');
  if (env.text('HTTPS_PROXY_FILE') !== undefined)
    env.problem('HTTPS_PROXY_FILE', 'is not read: SDKs take HTTPS_PROXY.');
  const excepted = list(env.text('NO_PROXY') ?? env.text('no_proxy'));
  if (url === undefined || excepted.includes('*')) return undefined;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    env.problem('HTTPS_PROXY', 'must be an http:// or https:// URL, as http://user:password@proxy.example:8080.');
    return undefined;
  }
  // The SDKs understand `.example.com`, but not `*.example.com`.
  const domains = excepted.map((host) => host.replace(/^\*\./, '.'));
  return { url: createSecret(url), bypass: [...domains, ...near, ...hostOfIdentity(env)] };
}

const list = (text = '') => text.split(',').flatMap((item) => item.trim() || []);

/** App Service and Container Apps hand out tokens at an address of their own, which no proxy can reach. */
function hostOfIdentity(env: Environment): string[] {
  const url = env.text('IDENTITY_ENDPOINT') ?? '';
  return URL.canParse(url) ? [new URL(url).hostname] : [];
}
