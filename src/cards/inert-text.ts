/**
 * Free text of an incident (attackers write titles, file names, mail subjects) as one plain line: no control,
 * bidirectional or invisible characters, no line breaks, well-formed Unicode. Joiners stay, because emoji and
 * some scripts are spelt with them.
 */
export function plainLine(text: string): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/\u034f|[\p{Cf}--[\u200c\u200d]]/gv, '')
    .replace(/\s+/gu, ' ')
    .trim();
  return blank.test(line) ? '' : line;
}

/** Nothing that a reader could see: fillers and joiners without anything to join. */
const blank = /^[\s\p{Default_Ignorable_Code_Point}\u2800]*$/u;

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

/** Parts a token without being seen and without letting the line break there: no client gives it a meaning. */
const seam = '\u2060';

/**
 * The same for a line that is shown as plain text (summary, speech): a client that reads Markdown, mentions or
 * addresses into it after all finds none.
 */
export function inertLine(text: string): string {
  return plainLine(text)
    .replace(/\](?=[([])/g, `]${seam}`)
    .replace(/</g, `<${seam}`)
    .replace(/\{(?=\{)/g, `{${seam}`)
    .replace(/(https?|ftp|mailto|tel|sms|file|javascript|data|msteams|www)(?=[:.])/gi, `$1${seam}`)
    .replace(/\/(?=\/)/g, `/${seam}`);
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
 * @param rest words a count of characters, as a reader counts them
 */
export function abridge(text: string, length: number, rest: (count: number) => string): string {
  const head = shorten(text, length);
  if (head === text) return text;
  const left = text
    .slice(head.length - 1)
    .replaceAll(paragraphBreak, '\n')
    .trimStart();
  // Past what anyone would count, code points will do: finding characters takes its time.
  const characters = left.length > 50_000 ? [...left] : [...segmenter.segment(left)];
  return `${head} ${rest(characters.length)}`;
}

/** At most `length` UTF-16 units, cut at a word where there is one, never in a character, with an ellipsis for the rest. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  let head = '';
  for (const { segment } of segmenter.segment(text.slice(0, length + 64))) {
    if (head.length + segment.length > length - 1) break;
    head += segment;
  }
  // One character of hundreds of marks: better a part of it than nothing.
  if (head === '') head = text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '');
  const lastBlank = head.lastIndexOf(' ');
  return `${(lastBlank > head.length / 2 ? head.slice(0, lastBlank) : head).trimEnd()}…`;
}

/** What a reader takes for one character: an emoji of several code points is not cut into other emoji. */
const segmenter = new Intl.Segmenter();
