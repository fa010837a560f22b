import { checkLicences } from '../supply-chain/check-licences.ts';
import { checkLock } from '../supply-chain/check-lock.ts';
import { type LockedPackage, type Manifest, readLock, readManifest } from '../supply-chain/read-lock.ts';

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
});
