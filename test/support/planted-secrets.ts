import { inspect } from 'node:util';

/** Every form in which a value may stand in a text: as it is, quoted, in an address, a form, base64 or hex. */
export function formsOf(value: string): string[] {
  const json = quoted(value);
  const plain = [value, json, quoted(json), quoted(quoted(json)), inspect(value).slice(1, -1)];
  const encoded = [encodeURIComponent(value), encodeURI(value), `${new URLSearchParams({ v: value })}`.slice(2)];
  const bytes = Buffer.from(value);
  const packed = [bytes.toString('hex'), ...[0, 1, 2].flatMap((offset) => base64At(offset, bytes))];
  return [...new Set([...plain, ...encoded, ...packed])];
}

const quoted = (text: string) => JSON.stringify(text).slice(1, -1);

/** What of base64 depends on `bytes` alone, where `offset` others stand before them, as in `user:password`. */
function base64At(offset: number, bytes: Buffer): string[] {
  const all = Buffer.concat([Buffer.alloc(offset), bytes]);
  const whole = all.length - (all.length % 3);
  return (['base64', 'base64url'] as const).map((encoding) =>
    all
      .subarray(0, whole)
      .toString(encoding)
      .slice(offset === 0 ? 0 : 4),
  );
}

/** The names of the values that stand in `text` in any form. */
export function findPlanted(text: string, planted: Readonly<Record<string, string>>): string[] {
  return Object.entries(planted).flatMap(([name, value]) =>
    formsOf(value).some((form) => text.includes(form)) ? [name] : [],
  );
}
