import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAnswerRenderer } from '../../src/cards/create-answer-renderer.ts';
import { gallery } from '../support/gallery.ts';

/** The cards of the gallery as they were looked at and found right. `UPDATE_GOLDEN=1 npx jest golden` writes them anew. */
const folder = join(import.meta.dirname, 'golden');
const render = createAnswerRenderer();
const update = process.env.UPDATE_GOLDEN === '1';
if (update) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
}

test.each(gallery.map((exhibit) => [exhibit.name, exhibit] as const))('%s is drawn as ever', (name, exhibit) => {
  const file = join(folder, `${name}.json`);
  const drawn = `${JSON.stringify(render(exhibit.answer, exhibit.locale, exhibit.audience), null, 2)}\n`;
  if (update) writeFileSync(file, drawn);
  expect(drawn).toBe(readFileSync(file, 'utf8'));
});

test('there is no file for what the gallery no longer shows', () => {
  expect(readdirSync(folder).sort()).toEqual(gallery.map(({ name }) => `${name}.json`).sort());
});
