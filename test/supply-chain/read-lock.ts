import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const root = new URL('../../', import.meta.url);
const versions = z.record(z.string(), z.string()).default({});

const manifestSchema = z.object({
  name: z.string(),
  dependencies: versions,
  devDependencies: versions,
  allowScripts: z.record(z.string(), z.boolean()).default({}),
});

const entrySchema = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  license: z.string().optional(),
  dev: z.boolean().default(false),
  optional: z.boolean().default(false),
  hasInstallScript: z.boolean().default(false),
});

/** What package.json says of where packages come from and what they may do. */
export type Manifest = z.infer<typeof manifestSchema>;

/** One place in node_modules; a package that is there in two places is two of them. */
export type LockedPackage = z.infer<typeof entrySchema> & { readonly name: string };

/** The project's package.json. */
export async function readManifest(): Promise<Manifest> {
  return manifestSchema.parse(JSON.parse(await readFile(new URL('package.json', root), 'utf8')));
}

/** Every package of package-lock.json, those of other platforms too, without the project itself. */
export async function readLock(): Promise<LockedPackage[]> {
  const lock = z
    .object({ packages: z.record(z.string(), entrySchema) })
    .parse(JSON.parse(await readFile(new URL('package-lock.json', root), 'utf8')));
  return Object.entries(lock.packages)
    .filter(([path]) => path !== '')
    .map(([path, entry]) => ({ ...entry, name: entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 13) }));
}
