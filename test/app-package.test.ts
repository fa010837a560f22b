import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { checkPackage, type PackageFiles } from '../appPackage/check-package.ts';
import { checkVariables, namesOfSamples, samples } from '../appPackage/check-variables.ts';
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
    expect(checkVariables(withDefaults({ CLOUD: name }))).toEqual([]);
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
    const { missing } = fillTemplate(['A', 'A', 'B', 'C', 'APP_NAME_SUFFIX', 'toString'].map(slot).join(' '), {
      B: '',
      C: ' \t',
      APP_NAME_SUFFIX: '',
    });
    expect(missing).toEqual(['A', 'B', 'C', 'toString']);
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

  test.each([[['--env']], [['--evn', 'dev']], [['dev']], [['--env', '--dry-run']]])('%j is told the usage', (args) => {
    const { status, stdout, stderr } = runPackage(...args);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toBe('Usage: npm run package -- --env dev, which takes env/.env.dev\n');
  });

  test.each<[Record<string, string>, RegExp]>([
    [
      { PORTAL_HOST: 'https://security.microsoft.com' },
      /^PORTAL_HOST is not security\.microsoft\.com, as CLOUD=global/,
    ],
    [{ PORTAL_HOST: 'security.microsoft.com/x' }, /^PORTAL_HOST /],
    [{ PORTAL_HOST: 'security.microsoft.com:443' }, /^PORTAL_HOST /],
    [{ PORTAL_HOST: '*.com' }, /^PORTAL_HOST /],
    [{ PORTAL_HOST: '*.microsoft.com' }, /^PORTAL_HOST /],
    [{ PORTAL_HOST: 'security.microsoft.us' }, /^PORTAL_HOST /],
    [{ CLOUD: 'dod', PORTAL_HOST: 'security.microsoft.com' }, /^PORTAL_HOST is not security\.apps\.mil, as CLOUD=dod/],
    [{ CLOUD: 'mars' }, /^CLOUD is none of global, gcc, gcch, dod: mars$/],
    [{ CLOUD: 'toString' }, /^CLOUD /],
    [{ BOT_ID: '29' }, /^BOT_ID is no GUID: 29$/],
    [{ TEAMS_APP_ID: 'x' }, /^TEAMS_APP_ID is no GUID/],
    [{ DEVELOPER_NAME: 'x'.repeat(33) }, /^DEVELOPER_NAME is longer than 32 characters: x+$/],
    [{ APP_NAME_SUFFIX: ' (staging)' }, /^APP_NAME_SUFFIX is longer than 8 characters: {2}\(staging\)$/],
    [{ DEVELOPER_WEBSITE_URL: 'http://contoso.com' }, /^DEVELOPER_WEBSITE_URL is no address with https/],
    [{ DEVELOPER_PRIVACY_URL: 'contoso.com/privacy' }, /^DEVELOPER_PRIVACY_URL /],
    [{ DEVELOPER_TERMS_URL: 'https://' }, /^DEVELOPER_TERMS_URL /],
    [{ DEVELOPER_TERMS_URL: 'https://contoso .com' }, /^DEVELOPER_TERMS_URL /],
  ])('%j is refused by its name', (variables, problem) => {
    expect(checkVariables(withDefaults(variables))).toEqual([expect.stringMatching(problem)]);
  });

  test.each([
    { CLOUD: 'GCCH', PORTAL_HOST: 'security.microsoft.us' },
    { CLOUD: 'gcc', PORTAL_HOST: 'transition.security.microsoft.com' },
    { CLOUD: '', DEVELOPER_WEBSITE_URL: 'https://soc.contoso.com/bot?x=1' },
    { DEVELOPER_NAME: '🛡'.repeat(32), APP_NAME_SUFFIX: ' (local)' },
  ])('%j is taken', (variables) => {
    expect(checkVariables(withDefaults(variables))).toEqual([]);
  });

  test('each that is still a sample is named, also where it was not set at all', () => {
    const own = { DEVELOPER_NAME: 'Contoso', DEVELOPER_WEBSITE_URL: 'https://contoso.com', BOT_ID: 'x' };
    expect(namesOfSamples(withDefaults(own))).toEqual(['DEVELOPER_PRIVACY_URL', 'DEVELOPER_TERMS_URL']);
    expect(namesOfSamples({ ...own, DEVELOPER_TERMS_URL: 'https://example.com/ours' })).toEqual([
      'DEVELOPER_TERMS_URL',
    ]);
    expect(namesOfSamples({ ...own, DEVELOPER_TERMS_URL: 'https://notexample.com' })).toEqual([]);
    expect(namesOfSamples(samples)).toEqual(Object.keys(samples));
  });

  describe('of an environment of one’s own', () => {
    const env = `test-${process.pid}`;
    const file = join(root, 'env', `.env.${env}`);
    const ids = 'TEAMS_APP_ID=7b6a0d4e-3c5f-4f0a-9a5e-2d1c8b7e6f54\nBOT_ID=8b6a0d4e-3c5f-4f0a-9a5e-2d1c8b7e6f54\n';
    afterAll(() => {
      rmSync(file, { force: true });
      rmSync(join(root, 'appPackage', 'build', `appPackage.${env}.zip`), { force: true });
    });

    test('all that is wrong is said at once, each by its name', () => {
      writeFileSync(file, 'CLOUD=mars\nDEVELOPER_NAME="   "\nDEVELOPER_WEBSITE_URL=http://contoso.com\n');
      const { status, stderr } = runPackage('--env', env);
      expect([status, stderr.trim().split('\n')]).toEqual([
        1,
        [
          `Not set in env/.env.${env}: TEAMS_APP_ID, DEVELOPER_NAME, BOT_ID`,
          'CLOUD is none of global, gcc, gcch, dod: mars',
          'DEVELOPER_WEBSITE_URL is no address with https://: http://contoso.com',
        ],
      ]);
    });

    test('what is not set is filled with samples, and these are named', () => {
      writeFileSync(file, `${ids}DEVELOPER_WEBSITE_URL=https://contoso.com\n`);
      const { status, stdout, stderr } = runPackage('--env', env);
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/samples.*: DEVELOPER_NAME, DEVELOPER_PRIVACY_URL, DEVELOPER_TERMS_URL$/m);
    });

    test('an app id of noughts is named as a sample, as a bot’s is', () => {
      writeFileSync(file, ids.replaceAll(/=.*/g, `=${samples.BOT_ID}`));
      const { status, stdout } = runPackage('--env', env);
      expect([status, stdout]).toEqual([0, expect.stringMatching(/^Still samples.*: TEAMS_APP_ID, BOT_ID, /m)]);
    });

    test.each([
      ['APP_NAME_SUFFIX', 8],
      ['DEVELOPER_NAME', 32],
    ])('%s may have as many as %d characters', (name, most) => {
      writeFileSync(file, `${ids}${name}=${'x'.repeat(most)}\n`);
      expect(runPackage('--env', env)).toMatchObject({ status: 0, stderr: '' });
      writeFileSync(file, `${ids}${name}=${'x'.repeat(most + 1)}\n`);
      expect(runPackage('--env', env)).toMatchObject({ status: 1, stderr: expect.stringMatching(`^${name} `) });
    });
  });
});
