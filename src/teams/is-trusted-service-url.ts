import type { Config } from '../config/config.ts';
import { isLoopbackUrl } from '../config/loopback.ts';

/**
 * Whether replies, and the bot's token with them, may go to the address that an activity names. Online: https,
 * the default port, and exactly a host of the cloud's row. Offline: loopback only.
 */
export function isTrustedServiceUrl(serviceUrl: string, { mode, cloud }: Pick<Config, 'mode' | 'cloud'>): boolean {
  if (mode.kind === 'offline') return isLoopbackUrl(serviceUrl);
  if (!URL.canParse(serviceUrl)) return false;
  const { protocol, host, username, password } = new URL(serviceUrl);
  return protocol === 'https:' && cloud.serviceUrlHosts.includes(host) && username === '' && password === '';
}
