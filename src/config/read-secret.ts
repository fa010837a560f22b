import { readFileSync } from 'node:fs';
import type { Variables } from './environment.ts';
import { createSecret, type Secret } from './secret.ts';

/** The variable that names a file with the value of `variable`, as a mounted secret has it. */
export const fileOf = (variable: string) => `${variable}_FILE`;

/**
 * Reads a secret from its variable or from its file; one line break at the end of the file is not part of it.
 *
 * @param complain told what is wrong: both are set, or the file is empty or can not be read; never what it holds
 * @returns undefined where nothing is set, and after a complaint
 */
export function readSecret(
  variables: Variables,
  variable: string,
  complain: (variable: string, problem: string) => void,
): Secret | undefined {
  const given = variables[variable]?.trim() || undefined;
  const path = variables[fileOf(variable)]?.trim() || undefined;
  if (path === undefined) return given === undefined ? undefined : createSecret(given);
  if (given !== undefined) {
    complain(fileOf(variable), `must be unset where ${variable} is set, or the other way round.`);
    return undefined;
  }
  const content = readText(path);
  if (content?.trim()) return createSecret(content.replace(/\r?\n$/, ''));
  complain(fileOf(variable), content === undefined ? 'names a file that can not be read.' : 'names an empty file.');
  return undefined;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
