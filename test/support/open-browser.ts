import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/**
 * Starts a headless Chromium: on Linux the one that `@sparticuz/chromium` carries with its own libraries, so that
 * a bare machine needs nothing installed; elsewhere the Chrome that is there.
 */
export async function openBrowser(): Promise<Browser> {
  if (process.platform !== 'linux') return chromium.launch({ channel: 'chrome' });
  // Read at import: without it the package leaves its shared libraries (NSS and others) packed.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x';
  // The package would look for fonts in a folder of its own, which holds Latin alone.
  if (existsSync('/etc/fonts')) process.env.FONTCONFIG_PATH ??= '/etc/fonts';
  const { default: packaged } = await import('@sparticuz/chromium');
  // Its own flags keep all in one process, which ends as a whole when a page does.
  const args = packaged.args.filter((flag) => !['--single-process', '--no-zygote'].includes(flag));
  return chromium.launch({ executablePath: await packaged.executablePath(), args: [...args, '--no-zygote'] });
}
