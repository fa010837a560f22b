import { createRenderers } from '../../src/cards/create-renderers.ts';
import { answerOf } from '../support/gallery.ts';

const { results } = createRenderers();

/** What the list of results shows of an incident. */
function previewOf(fields: object) {
  const drawn = results.draw(answerOf('29', {}, fields), 'en-US');
  const [result] = drawn.kind === 'results' ? drawn.results : [];
  return result?.text;
}

test('a preview shows title and assignee whole', () => {
  expect(previewOf({})).toBe(
    'Multi-stage incident involving Execution & Command and control on one endpoint · Assigned to admin@contoso.com',
  );
  const displayName = 'Multi-stage incident '.repeat(8).trim().slice(0, 150);
  const assignedTo = `${'maximiliane.'.repeat(4)}@soc.contoso.com`;
  expect(previewOf({ displayName, assignedTo })).toBe(`${displayName} · Assigned to ${assignedTo}`);
});

test.each([
  [
    'title',
    { displayName: `Long ${'name '.repeat(200)}` },
    /^Long (name ){30,}name… · Assigned to admin@contoso\.com$/,
  ],
  ['assignee', { assignedTo: 'a'.repeat(1_000) }, / · Assigned to a{80,}…$/],
])('a preview cuts an absurdly long %s with nothing but an ellipsis', (_, fields, expected) => {
  expect(previewOf(fields)).toMatch(expected);
  expect(previewOf(fields)?.length).toBeLessThan(350);
});

test('a preview shows nothing of a hostile title as a link, a mention or markup', () => {
  const text = previewOf({ displayName: '[x](https://evil.example) <at>all</at> \u202eabc' });
  expect(text).not.toMatch(/https:|\]\(|<at>|\u202e/);
  expect(text).toContain('evil.example');
});
