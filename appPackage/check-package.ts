import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ValidateFunction } from 'ajv';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import sharp from 'sharp';

/** The files of a package by name. */
export type PackageFiles = ReadonlyMap<string, Uint8Array>;

interface Manifest {
  readonly manifestVersion: string;
  readonly icons: { readonly color: string; readonly outline: string };
  readonly localizationInfo?: { readonly additionalLanguages?: readonly { readonly file: string }[] };
}

/**
 * Checks a package as Teams does when it is uploaded: the manifest and its languages by Microsoft's schemas, the icons
 * by size and transparency, and that there is nothing else in it.
 *
 * @returns what is wrong, empty where nothing is
 */
export async function checkPackage(files: PackageFiles): Promise<string[]> {
  const manifest = readJson(files, 'manifest.json') as Manifest | undefined;
  if (manifest === undefined) return ['manifest.json is missing or no JSON'];
  const version = manifest.manifestVersion;
  const languages = manifest.localizationInfo?.additionalLanguages?.map(({ file }) => file) ?? [];
  const { color, outline } = manifest.icons;
  const expected = new Set(['manifest.json', color, outline, ...languages]);
  return [
    ...(await checkSchema('manifest.json', manifest, version, 'MicrosoftTeams.schema.json')),
    ...(await Promise.all(languages.map((file) => checkLanguage(files, file, manifest, version)))).flat(),
    ...(await checkIcon(color, files.get(color), 192, 'opaque')),
    ...(await checkIcon(outline, files.get(outline), 32, 'white on nothing')),
    ...[...files.keys()].filter((name) => !expected.has(name)).map((name) => `${name} does not belong into a package`),
  ];
}

function readJson(files: PackageFiles, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(files.get(name)));
  } catch {
    return undefined;
  }
}

async function checkSchema(name: string, value: unknown, version: string, schema: string): Promise<string[]> {
  const validate = await compile(version, schema);
  if (validate === undefined) return [`${name}: there is no schema of version ${version}`];
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${name}${instancePath} ${message}`);
}

const compiled = new Map<string, Promise<ValidateFunction | undefined>>();

/** A schema that Microsoft's own package for manifests brings along, compiled once; nothing is fetched. */
function compile(version: string, schema: string): Promise<ValidateFunction | undefined> {
  const root = dirname(createRequire(import.meta.url).resolve('@microsoft/app-manifest/package.json'));
  const file = join(root, 'build', 'json-schemas', 'teams', `v${version}`, schema);
  const validate = compiled.get(file) ?? readAndCompile(file);
  compiled.set(file, validate);
  return validate;
}

async function readAndCompile(file: string): Promise<ValidateFunction | undefined> {
  const read = await readFile(file, 'utf8').catch(() => undefined);
  if (read === undefined) return undefined;
  const ajv = new Ajv.default({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(read));
}

/** A translation has to name what is there to translate: Teams leaves one that names more out as a whole. */
async function checkLanguage(files: PackageFiles, file: string, manifest: Manifest, version: string) {
  const language = readJson(files, file);
  if (typeof language !== 'object' || language === null) return [`${file} is missing or no JSON`];
  const keys = Object.keys(language).filter((key) => key !== '$schema');
  return [
    ...(await checkSchema(file, language, version, 'MicrosoftTeams.Localization.schema.json')),
    ...keys.filter((key) => typeof at(manifest, key) !== 'string').map((key) => `${file}: nothing is called ${key}`),
  ];
}

/** The value at `bots[0].commandLists[1].commands[2].title`. */
function at(value: unknown, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .reduce<unknown>((inner, step) => (inner as Record<string, unknown> | undefined)?.[step], value);
}

async function checkIcon(
  name: string,
  file: Uint8Array | undefined,
  size: number,
  look: 'opaque' | 'white on nothing',
): Promise<string[]> {
  if (file === undefined) return [`${name} is missing`];
  const image = sharp(file);
  const { format, width, height } = await image.metadata();
  const pixels = await image.ensureAlpha().raw().toBuffer();
  const alphas = pixels.filter((_, index) => index % 4 === 3);
  const drawnNotWhite = alphas.some(
    (alpha, place) => alpha > 0 && pixels.subarray(place * 4, place * 4 + 3).some((value) => value !== 255),
  );
  return [
    ...(format === 'png' ? [] : [`${name} is no PNG`]),
    ...(width === size && height === size ? [] : [`${name} is ${width} x ${height}, not ${size} x ${size}`]),
    ...(look === 'opaque' && alphas.some((alpha) => alpha < 255) ? [`${name} is transparent in places`] : []),
    ...(look !== 'opaque' && !alphas.includes(0) ? [`${name} has no transparent ground`] : []),
    ...(look !== 'opaque' && drawnNotWhite ? [`${name} has other colours than white`] : []),
  ];
}
