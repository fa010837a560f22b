import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { checkPackage, type PackageFiles } from '../appPackage/check-package.ts';
import { fillTemplate, withDefaults } from '../appPackage/fill-template.ts';
import { parseCommand } from '../src/commands/parse-command.ts';
import { clouds } from '../src/config/clouds.ts';

const root = join(import.meta.dirname, '..');
const runPackage = (...args: string[]) =>
  spawnSync(process.execPath, [join(root, 'appPackage', 'package.ts'), ...args], { encoding: 'utf8' });

let files: PackageFiles;
beforeAll(() => {
  const { status, stderr } = runPackage('--env', 'dev');
  expect([status, stderr]).toEqual([0, '']);
  const zip = readFileSync(join(root, 'appPackage', 'build', 'appPackage.dev.zip'));
  files = new Map(Object.entries(unzipSync(zip)));
});

// biome-ignore lint/suspicious/noExplicitAny: tests look deep into the manifest, and fail where it differs
const json = (name: string): any => JSON.parse(new TextDecoder().decode(files.get(name)));
const withFile = (name: string, content: Uint8Array | string) =>
  new Map([...files, [name, typeof content === 'string' ? Buffer.from(content) : content]]);
const withManifest = (change: (manifest: ReturnType<typeof json>) => void) => {
  const manifest = json('manifest.json');
  change(manifest);
  return withFile('manifest.json', JSON.stringify(manifest));
};

test('the package holds the manifest, two icons and the languages of the bot, and nothing else', async () => {
  const languages = readdirSync(join(root, 'src', 'cards', 'catalogues'))
    .filter((name) => !['catalogue.ts', 'en.ts'].includes(name))
    .map((name) => name.replace('.ts', '.json'));
  expect([...files.keys()].sort()).toEqual(['color.png', 'manifest.json', 'outline.png', ...languages].sort());
});

test('it is what Teams takes', async () => {
  expect(await checkPackage(files)).toEqual([]);
  expect(JSON.stringify(json('manifest.json'))).not.toContain('${{');
  expect(json('manifest.json').manifestVersion).toBe('1.29');
});

test('it asks for no permission', () => {
  const manifest = json('manifest.json');
  for (const name of ['permissions', 'devicePermissions', 'authorization', 'webApplicationInfo']) {
    expect(manifest[name]).toBeUndefined();
  }
  expect(manifest.validDomains).toEqual([]);
});

test('every command in Teams’ menus is one that the bot reads', () => {
  const [{ commandLists, supportsTargetedMessages }] = json('manifest.json').bots;
  expect(supportsTargetedMessages).toBe(true);
  expect(commandLists[0].triggers).toEqual(['slash', 'mention']);
  const context = { cloud: clouds.global, homeTenantId: undefined, botName: undefined };
  const kinds = commandLists.flatMap(({ commands }: { commands: { title: string; description: string }[] }) =>
    commands.map(({ title, description }) => [
      parseCommand(title, context).kind,
      parseCommand(description.split('example: ')[1] ?? title, context).kind,
    ]),
  );
  const list = [
    ['help', 'incident'],
    ['list', 'list'],
    ['help', 'help'],
  ];
  expect(kinds).toEqual([...list, ...list]);
});

test('search and links are those that the bot answers', () => {
  const [{ commands, messageHandlers }] = json('manifest.json').composeExtensions;
  expect(commands).toMatchObject([
    { id: 'findIncident', parameters: [{ name: 'query' }], initialRun: true },
    { id: 'lookUpIncidents', type: 'action', context: ['message'], fetchTask: true },
  ]);
  expect(messageHandlers).toMatchObject([{ value: { domains: ['security.microsoft.com'] } }]);
});

test.each(Object.values(clouds).map(({ name, portalHosts }) => [name, portalHosts[0]]))(
  'in the cloud %s links of %s are listened to',
  (name, host) => {
    expect(withDefaults({ CLOUD: name }).PORTAL_HOST).toBe(host);
  },
);

describe('a package that Teams would refuse is found out:', () => {
  const square = (size: number, colour: string) =>
    sharp({ create: { width: size, height: size, channels: 4, background: colour } })
      .png()
      .toBuffer();

  test.each<[string, () => PackageFiles | Promise<PackageFiles>, RegExp]>([
    [
      'a name too long',
      () => withManifest((manifest) => Object.assign(manifest.name, { short: 'x'.repeat(31) })),
      /name\/short.*30/,
    ],
    [
      'an id that is no GUID',
      () => withManifest((manifest) => Object.assign(manifest, { id: '29' })),
      /manifest\.json\/id/,
    ],
    ['a field that is none', () => withManifest((manifest) => Object.assign(manifest, { evil: true })), /additional/],
    [
      'a version without a schema',
      () => withManifest((manifest) => Object.assign(manifest, { manifestVersion: '9.9' })),
      /no schema/,
    ],
    [
      'too many commands',
      () =>
        withManifest(({ bots }) =>
          Object.assign(bots[0].commandLists[0], { commands: Array(13).fill({ title: 'x' }) }),
        ),
      /12/,
    ],
    ['no manifest', () => new Map(), /manifest\.json is missing/],
    ['a manifest that is none', () => withFile('manifest.json', '{'), /no JSON/],
    [
      'a language that is missing',
      () => new Map([...files].filter(([name]) => name !== 'de.json')),
      /de\.json is missing/,
    ],
    ['a language that is none', () => withFile('de.json', '5'), /de\.json is missing or no JSON/],
    [
      'a translation of nothing',
      () =>
        withFile('de.json', JSON.stringify({ ...json('de.json'), 'bots[0].commandLists[2].commands[0].title': 'x' })),
      /nothing is called/,
    ],
    [
      'a translation too long',
      () => withFile('de.json', JSON.stringify({ ...json('de.json'), 'description.short': 'x'.repeat(81) })),
      /de\.json.*80/,
    ],
    ['a file too many', () => withFile('readme.txt', 'x'), /readme\.txt does not belong/],
    ['an icon too small', async () => withFile('color.png', await square(96, '#112233')), /96 x 96, not 192 x 192/],
    ['an icon with holes', async () => withFile('color.png', await square(192, '#11223300')), /transparent in places/],
    [
      'an outline without ground',
      async () => withFile('outline.png', await square(32, '#ffffff')),
      /no transparent ground/,
    ],
    [
      'an outline in colour',
      async () => withFile('outline.png', await square(32, '#ff000080')),
      /other colours than white/,
    ],
    [
      'an icon that is missing',
      () => new Map([...files].filter(([name]) => name !== 'color.png')),
      /color\.png is missing/,
    ],
  ])('%s', async (_, make, problem) => {
    expect((await checkPackage(await make())).join('\n')).toMatch(problem);
  });
});

describe('variables', () => {
  const slot = (name: string) => `$\{{${name}}}`;

  test('take the place of their names, safe in JSON', () => {
    expect(fillTemplate(`{"a":"${slot('A')}${slot('B')}"}`, { A: 'x"y\\', B: '1' })).toEqual({
      text: '{"a":"x\\"y\\\\1"}',
      missing: [],
    });
  });

  test('that are missing are named once each; a suffix may be empty', () => {
    const { missing } = fillTemplate(['A', 'A', 'B', 'APP_NAME_SUFFIX', 'toString'].map(slot).join(' '), {
      B: '',
      APP_NAME_SUFFIX: '',
    });
    expect(missing).toEqual(['A', 'B', 'toString']);
  });

  test.each([
    [['--env', 'nope'], /There is no env\/\.env\.nope/],
    [['--env', '../../etc'], /named with letters/],
    [['--env', 'local'], /^Not set in env\/\.env\.local: TEAMS_APP_ID, BOT_ID$/m],
  ])('%j is refused in one line', (args, message) => {
    const { status, stderr } = runPackage(...args);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
