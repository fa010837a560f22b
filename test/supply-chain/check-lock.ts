import type { LockedPackage, Manifest } from './read-lock.ts';

/** Packages whose install scripts may run: `node` puts the program of this platform into its place. */
const runsScripts: readonly string[] = ['node'];

/**
 * Checks that a checkout can only install what was reviewed: exact versions, held by their SHA-512, from the registry,
 * with no script of theirs run that nobody decided on.
 *
 * `resolved` is left out of the lock altogether (`.npmrc`), so npm takes every package from the registry that is set;
 * one from git, a link or a file could not be without it.
 *
 * @returns what is wrong, empty where nothing is
 */
export function checkLock(packages: readonly LockedPackage[], manifest: Manifest): string[] {
  const direct = { ...manifest.dependencies, ...manifest.devDependencies };
  return [
    ...packages.flatMap(checkOrigin),
    ...Object.entries(direct)
      .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      .map(([name, version]) => `package.json: ${name} is ${version}, not one exact version`),
    ...checkScripts(packages, manifest.allowScripts),
  ];
}

function checkOrigin({ name, resolved, integrity }: LockedPackage): string[] {
  return [
    ...(resolved === undefined ? [] : [`${name} comes from ${resolved}`]),
    ...(/^sha512-[\w+/]{86}==$/.test(integrity ?? '') ? [] : [`${name} is not held by a SHA-512`]),
  ];
}

function checkScripts(packages: readonly LockedPackage[], decided: Manifest['allowScripts']): string[] {
  const scripted = new Set(packages.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name));
  return [
    ...[...scripted].filter((name) => !(name in decided)).map((name) => `nobody decided on the scripts of ${name}`),
    ...Object.keys(decided)
      .filter((name) => !scripted.has(name))
      .map((name) => `allowScripts: ${name} has none`),
    ...Object.keys(decided)
      .filter((name) => decided[name] !== runsScripts.includes(name))
      .map((name) => `allowScripts: ${name} is ${decided[name]}`),
  ];
}
