import parse from 'spdx-expression-parse';
import { exceptions, permissive } from './licences.ts';
import type { LockedPackage } from './read-lock.ts';

/**
 * Checks the licence of every package of the lock, where npm notes what the package.json of each says.
 *
 * @returns the packages whose licence nobody allowed, and the exceptions that no package needs any longer
 */
export function checkLicences(packages: readonly LockedPackage[]): string[] {
  const refused = packages.filter((each) => !isPermissive(each.license) && exceptionFor(each) === undefined);
  const needed = new Set(packages.map(exceptionFor));
  return [
    ...refused.map(({ name, license, dev }) => `${name}: ${license ?? 'no licence'}${dev ? '' : ', and it ships'}`),
    ...exceptions.filter((each) => !needed.has(each)).map(({ name }) => `no package needs the exception ${name}`),
  ];
}

function exceptionFor({ name, license, dev }: LockedPackage) {
  return exceptions.find((each) => each.name.test(name) && each.licence === license && (dev || each.ships));
}

/** `A OR B` leaves the choice to us, `A AND B` does not. */
function isPermissive(expression: string | undefined): boolean {
  try {
    return allows(parse(expression ?? ''));
  } catch {
    return false; // no SPDX expression
  }
}

function allows(licence: parse.Info): boolean {
  if ('license' in licence) return permissive.includes(licence.license) && licence.exception === undefined;
  const { left, right, conjunction } = licence;
  return conjunction === 'or' ? allows(left) || allows(right) : allows(left) && allows(right);
}
