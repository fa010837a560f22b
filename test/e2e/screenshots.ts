import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createAnswerRenderer } from '../../src/cards/create-answer-renderer.ts';
import { openCardPage } from '../support/card-page.ts';
import { gallery } from '../support/gallery.ts';
import { openBrowser } from '../support/open-browser.ts';
import { themes } from '../support/teams-host-config.ts';

/**
 * `npm run screenshots`: a picture of every card of the gallery at desktop and at phone width, and of one in each
 * theme, into `test/e2e/screenshots`. An argument picks the cards whose names contain it.
 */
const folder = join(import.meta.dirname, 'screenshots');
const picked = gallery.filter(({ name }) => name.includes(process.argv[2] ?? ''));
const render = createAnswerRenderer();

async function shoot(name: string, options: Parameters<typeof openCardPage>[1], only = picked): Promise<void> {
  const { page, show } = await openCardPage(browser, options);
  for (const exhibit of only) {
    const rendered = render(exhibit.answer, exhibit.locale, exhibit.audience);
    if (rendered.kind !== 'card') continue;
    await show(rendered.card);
    await page.locator('main').screenshot({ path: join(folder, `${exhibit.name}.${name}.png`) });
  }
  await page.close();
}

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const browser = await openBrowser();
await shoot('desktop', { width: 1400, height: 900 });
await shoot('phone', { width: 360, height: 640 });
for (const theme of Object.keys(themes) as (keyof typeof themes)[]) {
  await shoot(
    theme,
    { width: 600, height: 900, theme },
    picked.filter(({ name }) => /^list$|^state-stale|sample-3[0134]/.test(name)),
  );
}
await browser.close();
process.stdout.write(`${picked.length} cards, see ${folder}\n`);
