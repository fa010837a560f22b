import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { createAnswerRenderer } from '../../src/cards/create-answer-renderer.ts';
import type { CardPayload } from '../../src/cards/create-card-template.ts';
import { openCardPage } from '../support/card-page.ts';
import { gallery } from '../support/gallery.ts';
import { openBrowser } from '../support/open-browser.ts';
import { type ThemeName, themes } from '../support/teams-host-config.ts';

const render = createAnswerRenderer();
const cards = gallery.flatMap(({ name, answer, locale, audience }) => {
  const rendered = render(answer, locale, audience);
  return rendered.kind === 'card' ? [{ name, answer, card: rendered.card }] : [];
});
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
}, 60_000);
afterAll(() => browser.close());

/** Runs in the page: what is cut, sticks out of the card or lies over something else. */
function findMisplaced(): string[] {
  // biome-ignore lint/suspicious/noExplicitAny: the page's own types are not those of the rest of the code
  const { document } = globalThis as any;
  const frame = document.querySelector('main').getBoundingClientRect();
  // biome-ignore lint/suspicious/noExplicitAny: see above
  const shown: any[] = [...document.querySelectorAll('main .ac-textBlock, main .ac-pushButton')].filter(
    (element) => element.getBoundingClientRect().height > 0,
  );
  const found: string[] = [];
  for (const [index, element] of shown.entries()) {
    const name = element.textContent.slice(0, 40);
    const box = element.getBoundingClientRect();
    if (element.scrollWidth > element.clientWidth + 1) found.push(`cut: ${name}`);
    if (box.left < frame.left || box.right > frame.right + 0.5 || box.bottom > frame.bottom + 0.5) {
      found.push(`outside: ${name}`);
    }
    for (const other of shown.slice(index + 1)) {
      const rest = other.getBoundingClientRect();
      const width = Math.min(box.right, rest.right) - Math.max(box.left, rest.left);
      const height = Math.min(box.bottom, rest.bottom) - Math.max(box.top, rest.top);
      if (width > 1 && height > 1) found.push(`over each other: ${name} / ${other.textContent.slice(0, 40)}`);
    }
  }
  return found;
}

test.each([1400, 360, 320])(
  'at %i pixels nothing of any card is cut, outside or over something else',
  async (width) => {
    const { page, show } = await openCardPage(browser, { width, height: 640 });
    const misplaced: Record<string, string[]> = {};
    for (const { name, card } of cards) {
      await show(card);
      const details = page.getByRole('button', { name: /^(Details|Détails|Detalles|Dettagli|Detalhes|詳細)$/ });
      if ((await details.count()) > 0) await details.click();
      const found = await page.evaluate(findMisplaced);
      if (found.length > 0) misplaced[name] = found;
    }
    await page.close();
    expect(misplaced).toEqual({});
    expect(cards.length).toBeGreaterThan(30);
  },
);

test('a card that does not fit is found out', async () => {
  const { page, show } = await openCardPage(browser, { width: 320, height: 640 });
  const wide = { type: 'TextBlock', text: 'x'.repeat(100), wrap: false };
  const actions = Array.from({ length: 4 }, (_, n) => ({
    type: 'Action.Submit',
    title: `A long title of a button ${n}`,
  }));
  await show({ type: 'AdaptiveCard', version: '1.5', body: [wide, { type: 'ActionSet', actions }] });
  expect((await page.evaluate(findMisplaced)).length).toBeGreaterThan(1);
  await page.close();
});

test('on a phone of 360 x 640, severity, status and assignee are seen without scrolling', async () => {
  const { page, show } = await openCardPage(browser, { width: 360, height: 640 });
  const below: string[] = [];
  for (const { name, answer, card } of cards) {
    if (answer.kind !== 'incident') continue;
    await show(card);
    const blocks = page.locator('main .ac-textBlock');
    const texts = await blocks.allInnerTexts();
    const severity =
      texts.findIndex((text) => /^(Severity|Schweregrad|Gravit|Gravedad|Gravidade|重大度)/.test(text)) + 1;
    const assignee = texts.findIndex((text) => /^(Assigned to|Unassigned|Nicht|Non |Sin |Não |未)/.test(text));
    expect([name, severity, assignee]).not.toContain(severity < 1 ? 0 : -1);
    for (const index of [severity, assignee]) {
      const box = await blocks.nth(index).boundingBox();
      if (box === null || box.y + box.height > 640) below.push(`${name}: ${texts[index]}`);
    }
  }
  await page.close();
  expect(below).toEqual([]);
});

test('Details shows the long texts, and hides them again', async () => {
  const { page, show } = await openCardPage(browser, { width: 360, height: 640 });
  await show(cards.find(({ name }) => name === 'sample-29')?.card as CardPayload);
  const summary = page.getByText('Defender Experts has identified malicious activity.');
  const details = page.getByRole('button', { name: 'Details' });
  expect(await summary.isVisible()).toBe(false);
  await details.click();
  expect(await summary.isVisible()).toBe(true);
  await details.click();
  expect(await summary.isVisible()).toBe(false);
  await page.close();
});

test.each(Object.keys(themes) as ThemeName[])('axe finds nothing in any card in the %s theme', async (theme) => {
  const { page, show } = await openCardPage(browser, { width: 360, height: 640, theme });
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core') });
  const found: Record<string, string[]> = {};
  for (const { name, card } of cards) {
    await show(card);
    const { violations, passes } = await page.evaluate(
      // biome-ignore lint/suspicious/noExplicitAny: axe as its script defines it
      (): Promise<AxeResults> => (globalThis as any).axe.run('main', { resultTypes: ['violations'] }),
    );
    expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(['color-contrast', 'empty-heading']));
    if (violations.length > 0) {
      found[name] = violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .map(({ html }) => html)
            .join(' ')
            .slice(0, 300)}`,
      );
    }
  }
  await page.close();
  expect(found).toEqual({});
});

test('axe finds what is wrong with a card that is', async () => {
  const { page, show } = await openCardPage(browser, { width: 360, height: 640 });
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core') });
  await show({ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'Pale' }] });
  await page.addStyleTag({ content: '.ac-textBlock { color: #ccc !important }' });
  // biome-ignore lint/suspicious/noExplicitAny: axe as its script defines it
  const { violations } = await page.evaluate((): Promise<AxeResults> => (globalThis as any).axe.run('main'));
  expect(violations.map(({ id }) => id)).toEqual(['color-contrast']);
  await page.close();
});
