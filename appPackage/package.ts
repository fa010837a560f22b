import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import { zipSync } from 'fflate';
import { checkPackage } from './check-package.ts';
import { fillTemplate, withDefaults } from './fill-template.ts';

/**
 * `npm run package -- --env dev`: fills manifest and languages from `env/.env.dev` (and `env/.env.dev.user` if there
 * is one), checks the whole as Teams does, and writes `appPackage/build/appPackage.dev.zip`.
 */
const { values } = parseArgs({ options: { env: { type: 'string', default: 'dev' } } });
const root = join(import.meta.dirname, '..');
const sampleBotId = '00000000-0000-0000-0000-000000000000';

async function readVariables(env: string) {
  const files = [`.env.${env}`, `.env.${env}.user`].map((name) => join(root, 'env', name));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => undefined)));
  if (texts[0] === undefined) throw new RangeError(`There is no env/.env.${env}. Give one that is there: --env dev`);
  return withDefaults(Object.assign({}, ...texts.map((text) => parseEnv(text ?? ''))));
}

async function main(env: string): Promise<void> {
  if (!/^[\w-]+$/.test(env))
    throw new RangeError('An environment is named with letters, digits and hyphens: --env dev');
  const variables = await readVariables(env);
  const files = new Map<string, Uint8Array>();
  const missing = new Set<string>();
  for (const name of (await readdir(import.meta.dirname)).filter((each) => /\.(json|png)$/.test(each))) {
    const content = await readFile(join(import.meta.dirname, name));
    if (name.endsWith('.png')) {
      files.set(name, content);
      continue;
    }
    const filled = fillTemplate(content.toString(), variables);
    for (const variable of filled.missing) missing.add(variable);
    files.set(name, Buffer.from(filled.text));
  }
  if (missing.size > 0) throw new RangeError(`Not set in env/.env.${env}: ${[...missing].join(', ')}`);
  const problems = await checkPackage(files);
  if (problems.length > 0) throw new RangeError(`The package would be refused:\n  ${problems.join('\n  ')}`);

  const zip = join(import.meta.dirname, 'build', `appPackage.${env}.zip`);
  await mkdir(join(import.meta.dirname, 'build'), { recursive: true });
  await writeFile(zip, zipSync(Object.fromEntries(files)));
  process.stdout.write(`appPackage/build/appPackage.${env}.zip: ${[...files.keys()].join(', ')}\n`);
  if (variables.BOT_ID === sampleBotId)
    process.stdout.write(`BOT_ID is still the sample's: set it in env/.env.${env}\n`);
  if (variables.DEVELOPER_WEBSITE_URL?.includes('example.com')) {
    process.stdout.write(`DEVELOPER_... are still the samples: set them in env/.env.${env} before others install it\n`);
  }
}

main(values.env).catch((error: unknown) => {
  process.stderr.write(`${error instanceof RangeError ? error.message : String((error as Error)?.stack)}\n`);
  process.exitCode = 1;
});
