import { mkdtempSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/**
 * Starts a headless Chromium: on Linux the one that `@sparticuz/chromium` carries with its own libraries, so that
 * a bare machine needs nothing installed; elsewhere the Chrome that is there.
 */
export async function openBrowser(): Promise<Browser> {
  if (process.platform !== 'linux') return chromium.launch({ channel: 'chrome' });
  // Read at import: without it the package leaves its shared libraries (NSS and others) packed.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  // Its own flags keep all in one process, which ends as a whole when a page does.
  const args = packaged.args.filter((flag) => !['--single-process', '--no-zygote'].includes(flag));
  const executablePath = await packaged.executablePath();
  const env = { ...process.env, FONTCONFIG_FILE: writeFontConfig() };
  return chromium.launch({ executablePath, args: [...args, '--no-zygote'], env });
}

/** The fonts that the package brings, which are Latin alone, and those of the machine, if it has any. */
function writeFontConfig(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fonts-'));
  const folders = [join(tmpdir(), 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts', join(homedir(), '.fonts')];
  const file = join(folder, 'fonts.conf');
  writeFileSync(
    file,
    [
      '<?xml version="1.0"?><fontconfig>',
      ...folders.map((each) => `<dir>${each}</dir>`),
      `<cachedir>${folder}</cachedir>`,
      '<alias><family>sans-serif</family><prefer><family>Open Sans</family><family>Noto Sans CJK JP</family></prefer></alias>',
      '</fontconfig>',
    ].join(''),
  );
  return file;
}
