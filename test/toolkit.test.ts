import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Step {
  readonly uses: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly writeToEnvironmentFile?: Readonly<Record<string, string>>;
}
/** Secrets and settings that everyone puts into a file of their own, as `env/.env.sample` says. */
const own = ['ALLOWED_USERS', 'SECRET_BOT_PASSWORD'];

describe.each([
  ['m365agents.yml', 'env/.env.dev'],
  ['m365agents.local.yml', 'env/.env.local'],
  ['m365agents.playground.yml', 'env/.env.playground'],
])('%s, which the Microsoft 365 Agents Toolkit reads', (file, envFile) => {
  const stages = parse(read(file)) as Record<string, unknown>;
  const steps = Object.values(stages).flatMap((stage) => (Array.isArray(stage) ? (stage as Step[]) : []));

  test('uses no variable that nobody sets', () => {
    const variables = parseEnv(read(envFile));
    const written = steps.flatMap(({ writeToEnvironmentFile = {} }) => Object.values(writeToEnvironmentFile));
    const used = [...read(file).matchAll(/\$\{\{(\w+)\}\}/g)].map(([, name = '']) => name);
    const known = [...Object.keys(variables), ...written, ...own];
    expect(used.filter((name) => !known.includes(name))).toEqual([]);
  });

  test('names files that are there, and only those', () => {
    const paths = steps.flatMap((step) => {
      const { manifestPath } = step.with ?? {};
      return typeof manifestPath === 'string' ? [manifestPath] : [];
    });
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(steps.length).toBeGreaterThan(0);
  });
});

test('each task that is waited for, and each that a launch begins with, is there', () => {
  const { tasks } = JSON.parse(read('.vscode/tasks.json')) as { tasks: { label: string; dependsOn?: string[] }[] };
  const { configurations, compounds } = JSON.parse(read('.vscode/launch.json')) as {
    configurations: { name: string; preLaunchTask?: string }[];
    compounds: { configurations: string[]; preLaunchTask?: string }[];
  };
  const labels = tasks.map(({ label }) => label);
  const awaited = [
    ...tasks.flatMap(({ dependsOn = [] }) => dependsOn),
    ...[...configurations, ...compounds].flatMap(({ preLaunchTask }) => preLaunchTask ?? []),
  ];
  expect(awaited.filter((label) => !labels.includes(label))).toEqual([]);
  // What a compound starts, it starts at once: only its own task comes before all of it.
  expect(compounds.map(({ preLaunchTask }) => preLaunchTask)).toEqual(['Prepare the bot (local)']);
  const names = configurations.map(({ name }) => name);
  expect(compounds.flatMap(({ configurations: used }) => used).filter((name) => !names.includes(name))).toEqual([]);
});

test('the tunnel is to the port of the bot, and writes the address that the local bot is registered with', () => {
  const tasks = JSON.parse(read('.vscode/tasks.json')).tasks as { args?: { ports?: object[] } }[];
  expect(tasks.flatMap(({ args }) => args?.ports ?? [])).toEqual([
    expect.objectContaining({
      portNumber: 3978,
      writeToEnvironmentFile: { endpoint: 'BOT_ENDPOINT', domain: 'BOT_DOMAIN' },
    }),
  ]);
  expect(read('m365agents.local.yml')).toMatch(/messagingEndpoint: \$\{\{BOT_ENDPOINT\}\}\/api\/messages/);
});
