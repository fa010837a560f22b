import https from 'node:https';
import type { OutboundProxy } from './config.ts';

/**
 * Sends everything that leaves the machine through `proxy`, or nothing. There are two ways out: the pipelines of the
 * Azure SDKs (incidents, their tokens, replies to Teams) read the environment when they are made; botbuilder's key
 * fetch and its login use Node's global agent, which can read one since Node 22.21 and 24.5. Call it before either.
 *
 * @param environment of the process; left with these settings alone, so that all read the same
 */
export function routeThroughProxy(environment: NodeJS.ProcessEnv, proxy: OutboundProxy | undefined): void {
  for (const name of Object.keys(environment)) {
    if (/^(https?|all|no)_proxy$/i.test(name)) delete environment[name];
  }
  if (proxy === undefined) return;
  const proxyEnv = { HTTPS_PROXY: proxy.url.reveal(), NO_PROXY: proxy.bypass.join(',') };
  Object.assign(environment, proxyEnv);
  https.globalAgent = new https.Agent({ ...https.globalAgent.options, proxyEnv });
}
