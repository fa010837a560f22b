import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { checkLicences } from './supply-chain/check-licences.ts';
import { checkLock } from './supply-chain/check-lock.ts';
import { checkWorkflow } from './supply-chain/check-workflow.ts';
import { keepProduction } from './supply-chain/keep-production.ts';
import { exceptions, permissive } from './supply-chain/licences.ts';
import { type LockedPackage, type Manifest, readLock, readManifest } from './supply-chain/read-lock.ts';

const root = join(import.meta.dirname, '..');
const workflowFolder = join(root, '.github', 'workflows');
const packages = await readLock();
const manifest = await readManifest();
const locked = (differences: Partial<LockedPackage>): LockedPackage => ({
  name: 'planted',
  version: '1.0.0',
  integrity: `sha512-${'a'.repeat(86)}==`,
  license: 'MIT',
  dev: false,
  optional: false,
  hasInstallScript: false,
  ...differences,
});

describe('what npm ci installs', () => {
  test('is one exact, hashed version of each package from the registry, and only node runs a script', () => {
    expect(packages.length).toBeGreaterThan(800);
    expect(checkLock(packages, manifest)).toEqual([]);
  });

  test.each<[string, Partial<LockedPackage>, string]>([
    ['of git', { resolved: 'git+ssh://git@github.com/x/y.git#29' }, 'comes from git+ssh'],
    ['of a web server', { resolved: 'https://evil.example/x.tgz' }, 'comes from https://evil'],
    ['of a folder', { resolved: 'file:../x' }, 'comes from file'],
    ['without a hash', { integrity: undefined }, 'is not held'],
    ['with a weak hash', { integrity: 'sha1-wAClyb7xqEMr/DT4FlcuhYqKHlQ=' }, 'is not held'],
    ['with half a hash', { integrity: 'sha512-YQ==' }, 'is not held'],
    ['with a script that nobody decided on', { hasInstallScript: true }, 'nobody decided'],
  ])('a package %s is found out', (_, differences, problem) => {
    expect(checkLock([...packages, locked(differences)], manifest)).toEqual([expect.stringContaining(problem)]);
  });

  test.each<[string, Partial<Manifest>, string]>([
    ['a range', { dependencies: { planted: '^1.0.0' } }, 'not one exact version'],
    ['a tag', { devDependencies: { planted: 'latest' } }, 'not one exact version'],
    ['a repository', { dependencies: { planted: 'github:x/planted' } }, 'not one exact version'],
    ['a script that may run', { allowScripts: { ...manifest.allowScripts, '@swc/core': true } }, '@swc/core is true'],
    ['a decision on nothing', { allowScripts: { ...manifest.allowScripts, gone: false } }, 'gone has none'],
  ])('in package.json, %s is found out', (_, differences, problem) => {
    expect(checkLock(packages, { ...manifest, ...differences })).toEqual([expect.stringContaining(problem)]);
  });
});

describe('licences', () => {
  test('of all packages are permissive, or excepted by name with a reason', () => {
    expect(checkLicences(packages)).toEqual([]);
  });

  test.each<[string, Partial<LockedPackage>]>([
    ['copyleft', { license: 'GPL-3.0-only', dev: true }],
    ['both permissive and copyleft', { license: 'MIT AND GPL-3.0-only' }],
    ['no licence', { license: undefined }],
    ['no SPDX expression', { license: 'SEE LICENSE IN LICENSE' }],
    ['an exception to a licence', { license: 'Apache-2.0 WITH LLVM-exception' }],
    ['an excepted one, which ships', { name: 'axe-core', license: 'MPL-2.0' }],
    ['another than the excepted one', { name: 'jspath', license: 'AGPL-3.0-only' }],
  ])('%s is refused', (_, differences) => {
    const planted = locked(differences);
    expect(checkLicences([...packages, planted])).toEqual([expect.stringMatching(new RegExp(`^${planted.name}: `))]);
  });

  test.each(['(MIT OR GPL-3.0-only)', 'MIT AND ISC', '(GPL-3.0-only OR MIT) AND 0BSD'])('%s is allowed', (license) => {
    expect(checkLicences([...packages, locked({ license })])).toEqual([]);
  });

  test('an exception that no package needs is found out', () => {
    const without = packages.filter(({ name }) => name !== 'axe-core');
    expect(checkLicences(without)).toEqual([expect.stringContaining('axe-core')]);
  });

  test('the review of a pull request allows the same', () => {
    const { jobs } = parse(readFileSync(join(workflowFolder, 'dependency-review.yml'), 'utf8'));
    const { with: inputs } = jobs.review.steps[1];
    const list = (text: string) => text.split(/,\s*/).filter((each) => each !== '');
    expect(list(inputs['allow-licenses'])).toEqual(permissive);
    const excepted = packages.filter(({ name, license }) =>
      exceptions.some((each) => each.name.test(name) && each.licence === license),
    );
    const purls = new Set(excepted.map(({ name }) => `pkg:npm/${name.replace('@', '%40')}`));
    expect(list(inputs['allow-dependencies-licenses']).sort()).toEqual([...purls].sort());
  });
});

describe('the bill of materials', () => {
  const bill = () => JSON.parse(readFileSync(join(root, 'sbom.cdx.json'), 'utf8'));
  beforeAll(() => {
    const { status, stdout } = spawnSync(process.execPath, ['test/supply-chain/sbom.ts'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^sbom\.cdx\.json: \d+ packages ship\n$/)]);
  });

  test('is one by CycloneDX’s own schema', () => {
    const { bomFormat, specVersion } = bill();
    expect(bomFormat).toBe('CycloneDX');
    const folder = join(root, 'node_modules', '@cyclonedx', 'cyclonedx-library', 'res', 'schema');
    const schema = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.SNAPSHOT.schema.json`), 'utf8'));
    const ajv = new Ajv.default({
      allErrors: true,
      strict: false,
      formats: { 'idn-email': true, 'iri-reference': true },
    });
    addFormats.default(ajv);
    for (const name of ['spdx', 'jsf-0.82']) {
      ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
    }
    ajv.validate(schema(`bom-${specVersion}`), bill());
    expect(ajv.errors).toBeNull();
  });

  test('names every package that ships, by address and hash, and no other', () => {
    const named = new Map(
      bill().components.map(({ purl, hashes }: { purl: string; hashes: unknown }) => [purl, hashes]),
    );
    const shipped = packages
      .filter(({ dev }) => !dev)
      .map(({ name, version, integrity = '', optional }) => ({
        purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
        hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity.slice(7), 'base64').toString('hex') }],
        optional, // may be left out where it does not fit the platform
      }))
      .filter(({ purl, optional }) => !optional || named.has(purl));
    expect(named).toEqual(new Map(shipped.map(({ purl, hashes }) => [purl, hashes])));
  });

  test('is of this bot, and every need in it is met by one of its packages', () => {
    const { metadata, components, dependencies } = bill();
    expect(metadata.component).toMatchObject({ name: 'defender-incident-bot', type: 'application' });
    const refs = components.map((component: Record<string, unknown>) => component['bom-ref']);
    const needs = dependencies.flatMap(({ dependsOn }: { dependsOn: string[] }) => dependsOn);
    expect(needs.filter((ref: string) => !refs.includes(ref))).toEqual([]);
    expect(dependencies).toHaveLength(refs.length + 1);
  });

  test('is refused while a package that ships is not installed', () => {
    const missing = locked({ name: '@planted/missing' });
    expect(() => keepProduction(bill(), [...packages, missing], 'x')).toThrow(/npm ci.*@planted\/missing@1\.0\.0$/);
  });
});

describe('workflows', () => {
  const good = readFileSync(join(workflowFolder, 'codeql.yml'), 'utf8');

  test.each(readdirSync(workflowFolder))('%s runs what was reviewed, with no more rights than it needs', (name) => {
    expect(checkWorkflow(readFileSync(join(workflowFolder, name), 'utf8'))).toEqual([]);
  });

  test.each<[string, string | RegExp, string, string]>([
    ['an action by its tag', /@[0-9a-f]{40} # v4[.\d]+/, '@v4', 'not pinned'],
    ['an action by a short commit', /@[0-9a-f]{40}/, '@b96794f', 'not pinned'],
    ['a commit without its version', / # v7[.\d]+/, '', 'not pinned'],
    ['a token that stays', 'persist-credentials: false', 'fetch-depth: 1', 'leaves its token'],
    ['a token that may write', 'permissions:\n  contents: read', 'permissions:\n  contents: write', 'may write'],
    ['a token that nothing is said of', 'permissions:\n  contents: read\n', '', 'nothing is said'],
    ['a token that may write everything', 'permissions:\n  contents: read', 'permissions: write-all', 'understood'],
    ['a job that may write the code', '      contents: read', '      contents: write', 'may write contents'],
    ['the rights of the repository for a stranger', '  pull_request:', '  pull_request_target:', 'pull_request_target'],
    ['a job without end', /timeout-minutes: \d+/, 'name: x', 'has no end'],
    ['a title in a command', /uses: github.*init@.*\n {8}with:/, runsTitle(), 'into a command'],
    ['no workflow', good, '[]', 'understood'],
  ])('%s is found out', (_, from, to, problem) => {
    const planted = good.replace(from, to);
    expect(planted).not.toBe(good);
    expect(checkWorkflow(planted).join()).toContain(problem);
  });
});

function runsTitle(): string {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
  return 'run: echo "${{ github.event.pull_request.title }}"\n        with:';
}
