import type { Config } from '../config/config.ts';
import { isHttpsOn } from '../config/is-https-on.ts';
import { isLoopbackUrl } from '../config/loopback.ts';

/** As Teams writes it. What some parser could read as another host or path is none, whatever Node's own makes of it. */
const plainUrl = /^https:\/\/[\w.-]+(\/[\w-]+)*\/?$/i;

/**
 * Whether replies, and the bot's token with them, may go to the address that an activity names. Online: https,
 * the default port, and exactly a host of the cloud's row. Offline: loopback only.
 */
export function isTrustedServiceUrl(serviceUrl: string, { mode, cloud }: Pick<Config, 'mode' | 'cloud'>): boolean {
  if (mode.kind === 'offline') return isLoopbackUrl(serviceUrl);
  return plainUrl.test(serviceUrl) && isHttpsOn(serviceUrl, cloud.serviceUrlHosts);
}
