import type { Cloud } from '../config/clouds.ts';
import { isPortalLink } from '../incidents/choose-portal-link.ts';
import { isIncidentNumber } from '../incidents/incident-number.ts';

/** What a word names: an incident, an incident of another tenant, or nothing that the bot knows. */
export type NamedIncident =
  | { readonly kind: 'incident'; readonly id: string }
  | { readonly kind: 'other-tenant'; readonly id: string }
  | { readonly kind: 'unknown' };

const incidentPath = /^\/(?:incidents|incident2)\/(\d+)(?:\/[\w-]+)*\/?$/i;
const safeLinksHost = /(^|\.)safelinks\.protection\.(outlook\.com|office365\.us)$/;
/** Where Teams' own clients wrap links; the page is `.../atp-safelinks.html`. */
const teamsSafeLinksHost = /^statics\.teams\.(cdn\.office\.net|microsoft\.com)$/;

/** True for text that claims to be a web address, with or without its scheme. */
export function looksLikeLink(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^[\w-]+(\.[\w-]+)+\/\S/.test(text);
}

/**
 * Reads the incident from a link to the Defender portal (both path forms, any tab), unwrapping Safe Links once.
 *
 * @param homeTenantId the tenant whose links are accepted; undefined accepts any
 */
export function readPortalLink(text: string, cloud: Cloud, homeTenantId: string | undefined): NamedIncident {
  const link = unwrapSafeLink(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  if (!isPortalLink(link, cloud)) return { kind: 'unknown' };
  const { pathname, searchParams } = new URL(link);
  const id = incidentPath.exec(pathname)?.[1];
  if (id === undefined || !isIncidentNumber(id)) return { kind: 'unknown' };
  const foreign = [...searchParams]
    .filter(([name, tenant]) => name.toLowerCase() === 'tid' && tenant !== '')
    .some(([, tenant]) => homeTenantId !== undefined && tenant.toLowerCase() !== homeTenantId.toLowerCase());
  return { kind: foreign ? 'other-tenant' : 'incident', id };
}

function unwrapSafeLink(text: string): string {
  if (!URL.canParse(text)) return text;
  const { protocol, hostname, pathname, searchParams } = new URL(text);
  const wrapper =
    safeLinksHost.test(hostname) || (teamsSafeLinksHost.test(hostname) && /safelinks\.html$/i.test(pathname));
  return (protocol === 'https:' && wrapper && searchParams.get('url')) || text;
}
