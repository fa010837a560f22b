import { execSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keepProduction } from './keep-production.ts';
import { readLock, readManifest } from './read-lock.ts';

/** `npm run sbom`: writes what ships with the bot into `sbom.cdx.json`, from what npm knows of the installed packages. */
const root = join(import.meta.dirname, '..', '..');

async function main(): Promise<void> {
  const npmBill = execSync('npm sbom --sbom-format cyclonedx --sbom-type application', {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const bill = keepProduction(JSON.parse(npmBill), await readLock(), (await readManifest()).name);
  await writeFile(join(root, 'sbom.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`);
  process.stdout.write(`sbom.cdx.json: ${bill.components.length} packages ship\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof RangeError ? error.message : String((error as Error)?.stack)}\n`);
  process.exitCode = 1;
});
