import { readFileSync } from 'node:fs';
import type { Variables } from './environment.ts';
import { isPlainFile } from './is-plain-file.ts';
import { createSecret, type Secret } from './secret.ts';

/** The variable that names a file with the value of `variable`, as a mounted secret has it. */
export const fileOf = (variable: string) => `${variable}_FILE`;

/**
 * Reads a secret from its variable or from its file; blanks at the end of the file, and a byte order mark before it,
 * are not part of it: editors put them there.
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
  const content = readText(path)
    ?.replace(/^\ufeff/, '')
    .trimEnd();
  if (content === undefined) complain(fileOf(variable), 'names a file that can not be read.');
  else if (content === '') complain(fileOf(variable), 'names an empty file.');
  else if (!isText(content)) complain(fileOf(variable), 'names a file that is no text of a secret (UTF-8).');
  else return createSecret(content);
  return undefined;
}

/** A key with its certificates is below that. */
const longestSecret = 64 * 1024;

const isText = (content: string) => content.length <= longestSecret && !content.includes('\u0000');

function readText(path: string): string | undefined {
  try {
    return isPlainFile(path) ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
