import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');

/** Lints one file that exists only for the moment, where it would stand in the house. */
function lint(path: string, code: string): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, code);
  try {
    const { stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', '--colors=off', file], {
      cwd: root,
      encoding: 'utf8',
    });
    return stdout + stderr;
  } finally {
    rmSync(file);
  }
}

test.each([
  ['src/config', '../incidents/incident.ts'],
  ['src/incidents', '../commands/parse-command.ts'],
  ['src/access', '../cards/wording.ts'],
  ['src/commands', '../teams/create-bot.ts'],
  ['src/cards', '../server/create-server.ts'],
  ['src/teams', '../server/create-server.ts'],
  ['src/teams', '../index.ts'],
  ['src/sandbox', '../incidents/incident.ts'],
  ['src/sandbox', '../config/clouds.ts'],
  ['src/incidents', '../sandbox/create-sandbox.ts'],
  ['src/commands', 'botbuilder'],
  ['src/cards', '@microsoft/teams-ai/lib/Application.js'],
  ['src/incidents', 'restify'],
  ['src/access', '@azure/identity'],
  ['src/config', 'adaptivecards-templating'],
])('the linter refuses an import in %s of %s', (folder, imported) => {
  expect(lint(`${folder}/planted-for-a-test.ts`, `export { x } from '${imported}';\n`)).toContain(
    'noRestrictedImports',
  );
});

test.each([
  ['src/server', '../teams/create-receiver.ts'],
  ['src/teams', '../cards/wording.ts'],
  ['src/commands', '../incidents/incident.ts'],
  ['src/teams', 'botbuilder'],
  ['src/incidents/sources', '@azure/core-rest-pipeline'],
])('and takes one in %s of %s', (folder, imported) => {
  expect(lint(`${folder}/planted-for-a-test.ts`, `export { x } from '${imported}';\n`)).not.toContain(
    'noRestrictedImports',
  );
});

test('the linter refuses a bare Error', () => {
  expect(lint('src/cards/planted-for-a-test.ts', "throw new Error('x');\n")).toContain('Use Failure');
});

test('the linter refuses process.env outside the entry points', () => {
  expect(lint('src/cards/planted-for-a-test.ts', 'export const x = process.env.PORT;\n')).toContain('noProcessEnv');
});

test('tests mirror src: every folder of tests is one of the house', () => {
  const folders = (path: string) =>
    readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    );
  const own = ['support', 'e2e', 'bench', 'supply-chain'];
  expect(folders('test').filter((folder) => !own.includes(folder) && !folders('src').includes(folder))).toEqual([]);
});
