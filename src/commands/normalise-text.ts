import { decodeHTML } from 'entities';

/** Characters without a width that pasted text carries: bidi marks and isolates, zero-width, soft hyphen, BOM. */
const invisible = /\u034f|\p{Cf}/gu;

/**
 * Turns what Teams delivers into the plain line that was meant: mentions are dropped, a link element becomes its
 * address, HTML entities, full-width forms, typographic dashes and quotes and all kinds of blanks become plain.
 * No compatibility normalisation: it would read a footnote mark as a digit (`29²` as 292).
 *
 * Mentions go whoever they name: no incident is called by a mention, and Teams may send the bot's own with or
 * without an entity.
 *
 * @param botName the bot's name, which Teams leaves as plain text when it delivers a mention without its tags
 */
export function normaliseText(text: string, botName: string | undefined): string {
  const plain = decodeHTML(unwrapElements(text))
    .replace(invisible, '')
    .replace(/[\uff01-\uff5e]/gu, (wide) => String.fromCodePoint(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u2010-\u2015\u2212]/gu, '-')
    .replace(/[\u2018-\u201b]/gu, "'")
    .replace(/[\u201c-\u201f\u00ab\u00bb]/gu, '"')
    .replace(/\s+/gu, ' ')
    .trim();
  return dropLeadingName(plain, botName);
}

function unwrapElements(text: string): string {
  return text
    .replace(/<at\b[^>]*>.*?<\/at>/gis, ' ')
    .replace(/<a\b[^>]*?\bhref\s*=\s*["']([^"'<>]*)["'][^>]*>.*?<\/a>/gis, ' $1 ')
    .replace(/\[[^\][]*\]\((https?:\/\/[^\s()]+)\)/gi, ' $1 ')
    .replace(/<(https?:\/\/[^\s<>]+)>/gi, ' $1 ')
    .replace(/<\/?(p|div|span|br|b|i|u|em|strong|code|pre|blockquote)\b[^>]*>/gi, ' ');
}

function dropLeadingName(text: string, botName: string | undefined): string {
  const name = botName?.replace(/\s+/gu, ' ').trim() ?? '';
  if (name === '') return text;
  for (const form of [`@${name}`, name]) {
    const rest = text.slice(form.length);
    if (text.toLowerCase().startsWith(form.toLowerCase()) && /^([\s,:]|$)/.test(rest))
      return rest.replace(/^[\s,:]+/, '');
  }
  return text;
}
