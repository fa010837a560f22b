import { decodeHTML } from 'entities';

/**
 * Characters without a width that pasted text carries: bidi marks and isolates, zero-width, soft hyphen, BOM. Not
 * between two digits: whether one number or two was meant there, nobody can tell.
 */
const invisible = /(?<!\d)[\u034f\p{Cf}]|[\u034f\p{Cf}](?!\d)/gv;
/** A place where a line may break: it parts words, but not digits. */
const breakOpportunity = /(?<!\d)\u200b|\u200b(?!\d)/gu;

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
  const plain = decodeHTML(unwrapElements(dropElements(text)))
    .replace(breakOpportunity, ' ')
    .replace(invisible, '')
    .replace(/[\uff01-\uff5e]/gu, (wide) => String.fromCodePoint(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u2010-\u2015\u2212]/gu, '-')
    .replace(/[\u2018-\u201b\u00b4]/gu, "'")
    .replace(/[\u201c-\u201f\u00ab\u00bb\u2039\u203a\u300c-\u300f]/gu, '"')
    .replace(/\s+/gu, ' ')
    .trim();
  return dropName(plain, botName);
}

/** Each pattern stops at the next `<`, so that a text full of broken elements costs no more than a plain one. */
function unwrapElements(text: string): string {
  return text
    .replace(/<at\b[^<>]*>[^<]*<\/at>/gi, ' ')
    .replace(/<a\b[^<>]*?\bhref\s*=\s*["']([^"'<>]*)["'][^<>]*>[^<]*<\/a>/gi, ' $1 ')
    .replace(/\[[^\][]*\]\((https?:\/\/[^\s()]+)\)/gi, ' $1 ')
    .replace(/<(https?:\/\/[^\s<>]+)>/gi, ' $1 ');
}

/**
 * Inline elements stand within words: `2<b>9</b>` reads 29. Quoted text is somebody else's question. What is struck
 * out keeps its marks, so that it is no number.
 */
function dropElements(text: string): string {
  return text
    .replace(/<blockquote\b[^<>]*>.*?<\/blockquote>/gis, ' ')
    .replace(/<\/?(?:b|i|u|em|strong|code|span|font)\b[^<>]*>/gi, '')
    .replace(/<\/?(?:p|div|br|pre|ul|ol|li|attachment)\b[^<>]*>/gi, ' ');
}

/** The bot's name where Teams left it as plain text: anywhere with `@`, in front also without. */
function dropName(text: string, botName: string | undefined): string {
  const name = botName?.replace(/\s+/gu, ' ').trim().toLowerCase() ?? '';
  if (name === '') return text;
  const mention = new RegExp(`(^|\\s|(?<=\\d))@${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?=[\\s,:]|$)`, 'giu');
  let rest = text
    .replace(mention, ' ')
    .replace(/^[\s,:]+/, '')
    .trim();
  // Teams may leave the name twice, and right before the slash.
  while (rest.toLowerCase().startsWith(name) && /^(?:[\s,:/]|$)/.test(rest.slice(name.length))) {
    rest = rest.slice(name.length).replace(/^[\s,:]+/, '');
  }
  return rest;
}
