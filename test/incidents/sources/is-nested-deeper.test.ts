import fc from 'fast-check';
import { isNestedDeeper } from '../../../src/incidents/sources/is-nested-deeper.ts';
import { fuzzOptions } from '../../support/fuzz-options.ts';

const arrays = (depth: number, inside = '') => `${'['.repeat(depth)}${inside}${']'.repeat(depth)}`;

test.each([
  ['nothing', '', false],
  ['a value', '5', false],
  ['as deep as the limit', arrays(100), false],
  ['one deeper', arrays(101), true],
  ['objects and arrays in turn', `${'{"a":['.repeat(51)}${']}'.repeat(51)}`, true],
  ['what is left open', '['.repeat(101), true],
  ['brackets beside each other', `[${Array(500).fill('[]').join()}]`, false],
  ['brackets in a string', JSON.stringify('[{'.repeat(500)), false],
  ['brackets behind an escaped quote', JSON.stringify(`"${'['.repeat(500)}`), false],
  ['brackets behind an escaped backslash and the end of its string', `["\\\\",${arrays(100)}]`, true],
  ['closing brackets in a string, put there to lower the count', `${'["]",'.repeat(101)}`, true],
])('%s', (_, json, deeper) => {
  expect(isNestedDeeper(json, 100)).toBe(deeper);
});

/** The same, by walking through the value. */
function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

test('it counts as a walk through the parsed value does', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6, stringUnit: 'binary' }), fc.integer({ min: 0, max: 7 }), (json, limit) => {
      expect(isNestedDeeper(json, limit)).toBe(depthOf(JSON.parse(json)) > limit);
    }),
    fuzzOptions(200),
  );
});
