import { statSync } from 'node:fs';

/**
 * A file, or a device such as /dev/null. A pipe would be waited for until somebody reads or writes at its other end.
 *
 * @throws an error of `node:fs` where nothing is at `path`, or it may not be looked at
 */
export function isPlainFile(path: string): boolean {
  const found = statSync(path);
  return found.isFile() || found.isCharacterDevice();
}
