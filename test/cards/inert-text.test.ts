import fc from 'fast-check';
import { abridge, inertLine, inertText, plainLine, shorten } from '../../src/cards/inert-text.ts';
import { fuzzOptions } from '../support/fuzz-options.ts';

const seam = '\u2060';
/** What a reader of Markdown sees of an inert text, by CommonMark's rules for escapes. */
const shown = (text: string) => text.replaceAll(seam, '').replace(/\\([\\`*_~[\]])/g, '$1');

test.each([
  ['[Click](https://evil.example)', `\\[Click\\]${seam}(https${seam}:/${seam}/evil.example)`],
  ['![x](https://evil.example/i.png)', `!\\[x\\]${seam}(https${seam}:/${seam}/evil.example/i.png)`],
  ['**bold** _it_ `code` ~~gone~~', '\\*\\*bold\\*\\* \\_it\\_ \\`code\\` \\~\\~gone\\~\\~'],
  ['<at>Everyone</at>', `<${seam}at>Everyone<${seam}/at>`],
  ['<b onclick=x>', `<${seam}b onclick=x>`],
  ['&lt;at&gt;', `&${seam}lt;at&${seam}gt;`],
  ['{{DATE(2026-01-01T00:00:00Z)}}', `{${seam}{DATE(2026-01-01T00:00:00Z)}}`],
  ['# heading', `${seam}# heading`],
  ['- item', `${seam}- item`],
  ['1. item', `1${seam}. item`],
  ['> quote', `${seam}> quote`],
  ['a\\*b', 'a\\\\\\*b'],
  ['\u202egnp.exe', 'gnp.exe'],
  ['a\u0000b\u0007c\r\nd', 'a b c d'],
  ['zero\u200bwidth\u2066x\u2069', 'zerowidthx'],
])('%j becomes inert', (text, expected) => {
  expect(inertText(text)).toBe(expected);
});

test.each([
  'Multi-stage incident involving Execution & Command and control on one endpoint',
  'Suspicious sign-in (multiple locations) - 50% risk',
  'admin@contoso.com',
  'R&D; finance, 3 < 4 is not written so',
  '\u{1f468}\u200d\u{1f469}\u200d\u{1f467} \u00c4rger \u65e5\u672c\u8a9e \u05e9\u05dc\u05d5\u05dd',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template does not expand its data
  '${assignedTo}',
])('%j reads as it was typed', (text) => {
  expect(shown(inertText(text))).toBe(text);
});

test('an ordinary title passes unchanged', () => {
  const title = 'Multi-stage incident involving Execution & Command and control on one endpoint';
  expect(inertText(title)).toBe(title);
});

test('for any text: shown as its plain line, and nothing active is left', () => {
  const bits = fc.constantFrom(
    '[',
    ']',
    '(',
    ')',
    '<at>',
    '</at>',
    '*',
    '_',
    '`',
    '~',
    '\\',
    '{{',
    '}}',
    '&amp;',
    'https://',
    '\u202e',
    '\n',
    '# ',
    '- ',
    '1. ',
    'x',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.array(bits, { maxLength: 20 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (typed) => {
      const inert = inertText(typed);
      expect(shown(inert)).toBe(plainLine(typed));
      expect(inert).not.toMatch(/\]\(|<at|<\/|\{\{|https?:|&\w+;|\p{Cc}|[\u202a-\u202e\u2066-\u2069]/iu);
      expect(inert.replace(/\\[\\`*_~[\]]/g, '')).not.toMatch(/[*_`~[\]]/);
      expect(inertLine(typed)).not.toMatch(/\]\(|<at|\{\{|https?:/i);
    }),
    fuzzOptions(2_000),
  );
});

test.each([
  ['short', 10, 'short'],
  ['exactly ten', 11, 'exactly ten'],
  ['one two three', 9, 'one two\u2026'],
  ['onetwothree', 6, 'onetw\u2026'],
  ['\u{1f6a8}\u{1f6a8}\u{1f6a8}', 4, '\u{1f6a8}\u2026'],
  ['a\u{1f468}\u200d\u{1f469}\u200d\u{1f467}b', 5, 'a\u2026'],
])('%j in %i characters is %j', (text, length, expected) => {
  expect(shorten(text, length)).toBe(expected);
});

test.each([
  ['one two three four', 9, 'one two\u2026 (10)'],
  ['short', 9, 'short'],
  ['a\n\nb\n\nc\n\nd', 6, 'a\n\nb\u2026 (3)'],
  [
    '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'.repeat(10),
    20,
    `${'\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'.repeat(2)}\u2026 (8)`,
  ],
  [`k${'\u0301'.repeat(600)}`, 5, `k${'\u0301'.repeat(3)}\u2026 (1)`],
])('%j in %i characters is abridged to %j', (text, length, expected) => {
  expect(abridge(text, length, (count) => `(${count})`)).toBe(expected);
});

test('a very long text is abridged in no time to speak of', () => {
  expect(abridge('x'.repeat(1_000_000), 11, String)).toBe(`${'x'.repeat(10)}\u2026 999990`);
});
