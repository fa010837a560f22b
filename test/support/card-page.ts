import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { CardPayload } from '../../src/cards/create-card-template.ts';
import { type ThemeName, teamsHostConfig, themes } from './teams-host-config.ts';

const { resolve } = createRequire(import.meta.url);
const scripts = [
  resolve('adaptivecards/dist/adaptivecards.min.js'),
  // The package's exports hide its own build for browsers.
  join(dirname(resolve('markdown-it')), 'browser', 'markdown-it.umd.min.js'),
];

interface CardPageOptions {
  readonly width: number;
  readonly height: number;
  readonly theme?: ThemeName;
}

/**
 * Opens a page that shows one card as the real renderer of Adaptive Cards draws it, with Teams' sizes and colours,
 * in a column as wide as Teams would give it.
 */
export async function openCardPage(browser: Browser, { width, height, theme = 'light' }: CardPageOptions) {
  const page: Page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: 2, timezoneId: 'UTC' });
  await page.setContent(pageOf(theme));
  for (const script of scripts) await page.addScriptTag({ path: script });
  const hostConfig = teamsHostConfig(theme);
  return {
    page,
    /** Puts `card` in the place of the one before. */
    async show(card: CardPayload): Promise<void> {
      await page.evaluate(draw, { card: forWidth(card, Math.min(width - 24, 550)), hostConfig });
    },
  };
}

/**
 * Leaves out what a narrow column drops. The released renderer knows no `targetWidth`; the Playground's does, and this
 * is its limit.
 */
function forWidth(card: CardPayload, width: number): CardPayload {
  const narrow = width <= 345;
  return JSON.parse(
    JSON.stringify(card, (_, value) =>
      Array.isArray(value)
        ? value.filter((element) => !(narrow && element?.targetWidth === 'atLeast:standard'))
        : value,
    ),
  );
}

/** Runs in the page, whose own types the rest of the code must not see. */
function draw({ card, hostConfig }: { card: CardPayload; hostConfig: object }): void {
  // biome-ignore lint/suspicious/noExplicitAny: the two libraries as their scripts define them
  const { AdaptiveCards, markdownit, document } = globalThis as any;
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (
    text: string,
    result: { outputHtml: string; didProcess: boolean },
  ) => {
    result.outputHtml = markdownit({ html: false }).render(text);
    result.didProcess = true;
  };
  const drawn = new AdaptiveCards.AdaptiveCard();
  drawn.hostConfig = new AdaptiveCards.HostConfig(hostConfig);
  drawn.parse(card);
  // 3.0.6 tests `lang` with a stateful expression, which refuses every second value.
  drawn.lang = card.lang;
  document.querySelector('main')?.replaceChildren(drawn.render());
}

function pageOf(theme: ThemeName): string {
  const tokens = themes[theme];
  return `<!doctype html><html lang="en"><title>Card</title><style>
    body { margin: 0; padding: 12px; background: ${tokens.colorNeutralBackground3}; }
    main { max-width: 550px; border: 1px solid ${tokens.colorNeutralStroke2}; border-radius: 4px; overflow: hidden; }
    p { margin: 0 }
    a { color: ${tokens.colorBrandForegroundLink}; }
    .ac-pushButton { font: 600 14px/20px 'Segoe UI', 'Open Sans', 'Noto Sans CJK JP', sans-serif; padding: 5px 12px; border-radius: 4px;
      color: ${tokens.colorNeutralForeground1}; background: ${tokens.colorNeutralBackground1};
      border: 1px solid ${tokens.colorNeutralStroke1}; }
    .ac-pushButton > div { overflow: hidden; text-overflow: ellipsis; }
  </style><main></main></html>`;
}
