/**
 * Free text of an incident (attackers write titles, file names, mail subjects) as one plain line: no control,
 * bidirectional or invisible characters, no line breaks, well-formed Unicode. Joiners stay, because emoji and
 * some scripts are spelt with them.
 */
export function plainLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/\u034f|[\p{Cf}--[\u200c\u200d]]/gv, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** The same for a text of several paragraphs: they stay, each as one plain line, with a blank line between them. */
export function plainBlock(text: string): string {
  return text
    .split(/[\r\n\u2028\u2029]+/)
    .map(plainLine)
    .filter((line) => line !== '')
    .join(paragraphBreak);
}

/** What Teams' Markdown takes for a new paragraph. */
const paragraphBreak = '\n\n';

/** Breaks a token without being seen: no client gives it a meaning, and none shows it. */
const seam = '\u200b';

/**
 * The same for a line that is shown as plain text (summary, speech): a client that reads Markdown, mentions or
 * addresses into it after all finds none.
 */
export function inertLine(text: string): string {
  return plainLine(text)
    .replace(/\](?=[([])/g, `]${seam}`)
    .replace(/</g, `<${seam}`)
    .replace(/\{(?=\{)/g, `{${seam}`)
    .replace(/(https?|ftp|mailto|www)(?=[:.])/gi, `$1${seam}`);
}

/**
 * The same for a TextBlock, which reads Markdown: what would be formatting, a link, a mention, an entity, a list,
 * a heading or a date function is shown as it was typed. Characters that mean nothing where they stand are left
 * alone, so that a client without escapes shows no stray backslashes.
 */
export function inertText(text: string): string {
  return inertLine(text)
    .replace(/[\\`*_~[\]]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, `&${seam}`)
    .replace(/^(\d+)(?=[.)](\s|$))/, `$1${seam}`)
    .replace(/^(?=[-+#>|=])/, seam);
}

/** The same for the paragraphs of `plainBlock`. */
export function inertBlock(text: string): string {
  return text.split(paragraphBreak).map(inertText).join(paragraphBreak);
}

/**
 * Shortens `text` and says how much is left.
 *
 * @param rest words a count of characters
 */
export function abridge(text: string, length: number, rest: (count: number) => string): string {
  const head = shorten(text, length);
  return head === text ? text : `${head} ${rest([...text].length - [...head].length + 1)}`;
}

/** At most `length` UTF-16 units, cut at a word where there is one, never in a character, with an ellipsis for the rest. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  let head = '';
  for (const { segment } of segmenter.segment(text.slice(0, length + 64))) {
    if (head.length + segment.length > length - 1) break;
    head += segment;
  }
  const lastBlank = head.lastIndexOf(' ');
  return `${(lastBlank > head.length / 2 ? head.slice(0, lastBlank) : head).trimEnd()}…`;
}

/** What a reader takes for one character: an emoji of several code points is not cut into other emoji. */
const segmenter = new Intl.Segmenter();
