import { isIncidentNumber } from '../incidents/incident-number.ts';
import { normaliseText } from './normalise-text.ts';
import { askFor, type Command, exampleForm, type ParseContext } from './parse-command.ts';
import { looksLikeLink, readPortalLink } from './read-portal-link.ts';

/** Longer than the messages of Teams; what comes after is not read. */
const maxLength = 64_000;
/** Text that is struck out is not meant, and what stands in an image or another element is not said. */
const struckOut = /<(s|del|strike)\b[^<>]*>[^<]*(?:<(?!\/\1>)[^<]*){0,20}<\/\1>/gi;
const otherElements =
  /<(?!\/?(?:a|at|blockquote|b|i|u|em|strong|code|span|font|p|div|br|pre|ul|ol|li|attachment)\b)\/?[a-z][^<>]*>/gi;

/** An address or a path: numbers in it are its own. */
const address = /(?:[a-z][\w+.-]*:\/\/|[\w-]+(?:\.[\w-]+)+\/|[\w.:-]+[\\/])[^\s"'<>]*/.source;
/** No part of a time, a date, an amount or a word, and no span of time. */
const end = /(?![\w]|[.,:-]\d|\s+(?:days?|hours?|minutes?|weeks?|months?|years?|times|people|users|devices)\b|%)/
  .source;
const number = `(\\d+)${end}`;
/** "incident 29", "incident #29", "incident-29", "INC-29", "inc29", "INC 29", but not "Acme Inc 2024". */
const single = `\\b(?:incident(?:-|\\s*[:#]\\s*#?|\\s+)?|inc[-#]?|(inc\\s+#?))${number}`;
/** "incidents 29, 30 and 31", but not the "1,200" of an amount. */
const several = `\\bincidents(?:\\s*:)?\\s+((?:#?\\d+(?:\\s*(?:,(?!\\d{3}(?!\\d))|\\band\\b|&)\\s*)?)+)${end}`;
const mention = new RegExp(`(${address})|${several}|${single}`, 'gi');

/**
 * Reads the incidents that somebody's message speaks of: links of the portal, "incident 29", "INC-29". A bare number is
 * anything, and links to elsewhere and other tenants' are passed over, because nobody asked for them.
 *
 * @returns up to five incidents, in order; a hint where there is none
 */
export function parseMentions(text: string, context: ParseContext): Command {
  const readable = beginningOf(text).replace(struckOut, ' ').replace(otherElements, ' ');
  const line = normaliseText(readable, undefined).replace(/(^|\s)\/(?=inc)/gi, '$1');
  const ids = new Set<string>();
  for (const [, link, list, company, one] of line.matchAll(mention)) {
    if (company !== undefined && !company.startsWith('INC')) continue;
    const named = link === undefined ? (list ?? one ?? '').split(/\D+/) : [idOf(link, context)];
    for (const id of named) if (isIncidentNumber(id)) ids.add(id);
  }
  if (ids.size === 0) return { kind: 'hint', suggestion: exampleForm };
  return askFor([...ids]);
}

/** Never cut within a word, which could be a number. */
function beginningOf(text: string): string {
  if (text.length <= maxLength) return text;
  const beginning = text.slice(0, maxLength);
  return beginning.slice(0, Math.max(beginning.lastIndexOf(' '), beginning.lastIndexOf('<'), 0));
}

function idOf(link: string, { cloud, homeTenantId }: ParseContext): string {
  const written = link.replace(/[).,;:!?\]]+$/, '');
  const read = looksLikeLink(written) ? readPortalLink(written, cloud, homeTenantId) : undefined;
  return read?.kind === 'incident' ? read.id : '';
}
