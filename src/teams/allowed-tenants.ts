import type { Activity } from 'botbuilder';
import type { Config } from '../config/config.ts';
import { isAnonymousLink, readTenants } from './decode-activity.ts';

/**
 * Whether the bot may say anything at all to where an activity comes from: every tenant that it names has to be one
 * of the access rules'. Only a link that Teams shows to nobody in particular may name none; its card tells nothing.
 * Offline any tenant may ask unless the rules, which the corridor checks, say otherwise.
 */
export function isOfAllowedTenant(activity: Activity, { mode, access }: Pick<Config, 'mode' | 'access'>): boolean {
  if (mode.kind === 'offline') return true;
  const tenants = readTenants(activity);
  if (tenants.length === 0) return isAnonymousLink(activity);
  return tenants.every((id) => access.tenants.includes(id));
}
