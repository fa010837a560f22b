import type { Cloud } from '../config/clouds.ts';
import { isHttpsOn } from '../config/is-https-on.ts';
import { guid } from '../config/patterns.ts';
import type { Incident } from './incident.ts';

/** A link to open, and whether the API gave it. */
export interface PortalLink {
  readonly portalUrl: string;
  readonly ownPortalUrl: boolean;
}

/**
 * The link to an incident in the Defender portal: the API's own if it is https, without user info or port, and
 * on one of the cloud's portal hosts; otherwise built as the portal builds it.
 *
 * @param homeTenantId used where the API names no tenant
 */
export function choosePortalLink(incident: Incident, cloud: Cloud, homeTenantId: string | undefined): PortalLink {
  const own = incident.incidentWebUrl;
  if (own !== null && isPortalLink(own, cloud)) return { portalUrl: new URL(own).href, ownPortalUrl: true };
  const built = new URL(`https://${cloud.portalHosts[0]}/incident2/${incident.id}/overview`);
  const tenantId = guid.test(incident.tenantId ?? '') ? incident.tenantId : homeTenantId;
  if (tenantId) built.searchParams.set('tid', tenantId);
  return { portalUrl: built.href, ownPortalUrl: false };
}

/** Longer than any link of the portal, as it is written in a card, which has to stay small. */
const longestLink = 500;

/** True for an https link on exactly one of the cloud's portal hosts. */
export function isPortalLink(text: string, cloud: Cloud): boolean {
  return isHttpsOn(text, cloud.portalHosts) && new URL(text).href.length <= longestLink;
}
