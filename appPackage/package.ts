import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import { zipSync } from 'fflate';
import { checkPackage } from './check-package.ts';
import { checkVariables, namesOfSamples } from './check-variables.ts';
import { fillTemplate, type Variables, withDefaults } from './fill-template.ts';

/**
 * `npm run package -- --env dev`: fills manifest and languages from `env/.env.dev` (and `env/.env.dev.user` if there
 * is one), checks the whole as Teams does, and writes `appPackage/build/appPackage.dev.zip`.
 */
const root = join(import.meta.dirname, '..');

function readEnvironmentName(): string {
  let name: string;
  try {
    name = parseArgs({ options: { env: { type: 'string', default: 'dev' } } }).values.env;
  } catch (cause) {
    throw new RangeError('Usage: npm run package -- --env dev, which takes env/.env.dev', { cause });
  }
  if (/^[\w-]+$/.test(name)) return name;
  throw new RangeError('An environment is named with letters, digits and hyphens: --env dev');
}

async function readVariables(env: string): Promise<Variables> {
  const files = [`.env.${env}`, `.env.${env}.user`].map((name) => join(root, 'env', name));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => undefined)));
  if (texts[0] === undefined) throw new RangeError(`There is no env/.env.${env}. Give one that is there: --env dev`);
  return withDefaults(Object.assign({}, ...texts.map((text) => parseEnv(text ?? ''))));
}

/** Fills the manifest and its languages; `missing` are variables that are not set. */
async function fillFiles(variables: Variables) {
  const files = new Map<string, Uint8Array>();
  const missing = new Set<string>();
  for (const name of (await readdir(import.meta.dirname)).filter((each) => /\.(json|png)$/.test(each))) {
    const content = await readFile(join(import.meta.dirname, name));
    const filled = name.endsWith('.png') ? undefined : fillTemplate(content.toString(), variables);
    for (const variable of filled?.missing ?? []) missing.add(variable);
    files.set(name, filled === undefined ? content : Buffer.from(filled.text));
  }
  return { files, missing: [...missing] };
}

async function main(): Promise<void> {
  const env = readEnvironmentName();
  const variables = await readVariables(env);
  const { files, missing } = await fillFiles(variables);
  const wrong = checkVariables(variables);
  // Without a cloud there is no portal to take for it: one mistake, said once.
  const unset = missing.filter((name) => name !== 'PORTAL_HOST' || !wrong.some((each) => each.startsWith('CLOUD')));
  if (unset.length > 0) wrong.unshift(`Not set in env/.env.${env}: ${unset.join(', ')}`);
  if (wrong.length > 0) throw new RangeError(wrong.join('\n'));
  const problems = await checkPackage(files);
  if (problems.length > 0) throw new RangeError(`The package would be refused:\n  ${problems.join('\n  ')}`);

  const zip = join(import.meta.dirname, 'build', `appPackage.${env}.zip`);
  await mkdir(join(import.meta.dirname, 'build'), { recursive: true });
  await writeFile(zip, zipSync(Object.fromEntries(files)));
  process.stdout.write(`appPackage/build/appPackage.${env}.zip: ${[...files.keys()].join(', ')}\n`);
  const samples = namesOfSamples(variables);
  if (samples.length === 0) return;
  process.stdout.write(`Still samples; set them in env/.env.${env} before others install it: ${samples.join(', ')}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof RangeError ? error.message : String((error as Error)?.stack)}\n`);
  process.exitCode = 1;
});
