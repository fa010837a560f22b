import { isIncidentNumber } from '../incidents/incident-number.ts';
import { normaliseText } from './normalise-text.ts';
import { type Command, maxIncidents, maxLength, type ParseContext } from './parse-command.ts';
import { looksLikeLink, readPortalLink } from './read-portal-link.ts';

/** A link, or a number that is called an incident's: a bare number in somebody's message is anything. */
const mention = /(https?:\/\/[^\s"'<>]+)|\binc(?:ident)?s?[\s:#-]*#?(\d+)(?![\w.,]*\d)/gi;

/**
 * Reads the incidents that somebody's message speaks of: links of the portal, "incident 29", "INC-29". Links to
 * elsewhere and other tenants' are passed over, because nobody asked for them.
 *
 * @returns up to five incidents, in order; a hint where there is none
 */
export function parseMentions(text: string, context: ParseContext): Command {
  const line = text.length > maxLength ? '' : normaliseText(text, undefined);
  const ids = new Set<string>();
  for (const [, link, number] of line.matchAll(mention)) {
    const id = link === undefined ? number : idOf(link, context);
    if (id !== undefined && isIncidentNumber(id)) ids.add(id);
  }
  if (ids.size === 0) return { kind: 'hint', suggestion: '/incident 29' };
  return { kind: 'incident', ids: [...ids].slice(0, maxIncidents) };
}

function idOf(link: string, { cloud, homeTenantId }: ParseContext): string | undefined {
  const address = link.replace(/[).,;:!?\]]+$/, '');
  const read = looksLikeLink(address) ? readPortalLink(address, cloud, homeTenantId) : undefined;
  return read?.kind === 'incident' ? read.id : undefined;
}
