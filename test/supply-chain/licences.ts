/** Licences (SPDX) that ask for no more than to be named. What ships with the bot has one of these. */
export const permissive: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'Unlicense',
];

/** A package with another licence, or with one that its package.json does not say, and why it may stay. */
export interface Exception {
  readonly name: RegExp;
  /** What its package.json has to say; with another licence it is no longer excepted. */
  readonly licence: string | undefined;
  /** Whether it may be part of what is shipped, or only build and test it. */
  readonly ships: boolean;
  readonly why: string;
}

const libvips = 'The image library that tests and the icons are drawn with; used as it comes, and not shipped.';

/** Each by name, so that another package with the same licence is looked at, too. */
export const exceptions: readonly Exception[] = [
  { name: /^cldrjs$/, licence: undefined, ships: true, why: 'MIT, said in the old field "licenses".' },
  { name: /^jspath$/, licence: undefined, ships: true, why: 'MIT, said in its LICENSE file.' },
  { name: /^escape-regexp-component$/, licence: undefined, ships: true, why: 'MIT, said in its Readme.md.' },
  { name: /^argparse$/, licence: 'PSF-2.0', ships: false, why: 'Permissive; Python’s own.' },
  { name: /^axe-core$/, licence: 'MPL-2.0', ships: false, why: 'Checks cards for accessibility; unchanged.' },
  { name: /^caniuse-lite$/, licence: 'CC-BY-4.0', ships: false, why: 'Data, of Babel in jest.' },
  { name: /^spdx-exceptions$/, licence: 'CC-BY-3.0', ships: false, why: 'Data, of the parser of licences.' },
  { name: /^spdx-license-ids$/, licence: 'CC0-1.0', ships: false, why: 'Data, of the parser of licences.' },
  { name: /^@img\/sharp-libvips-/, licence: 'LGPL-3.0-or-later', ships: false, why: libvips },
  { name: /^@img\/sharp-win32-/, licence: 'Apache-2.0 AND LGPL-3.0-or-later', ships: false, why: libvips },
  { name: /^@img\/sharp-wasm32$/, licence: 'Apache-2.0 AND LGPL-3.0-or-later AND MIT', ships: false, why: libvips },
  {
    name: /^@microsoft\/m365agentsplayground$/,
    licence: 'SEE LICENSE IN LICENSE',
    ships: false,
    why: 'Microsoft’s terms for pre-release software: it may be used to evaluate, which is what the demo does.',
  },
];
