import { inspect } from 'node:util';

/** A value that is only ever handed out by `reveal`; printing, logging or serialising it shows a placeholder. */
export interface Secret {
  reveal(): string;
}

const placeholder = '[secret]';

/** Wraps `value` so that `JSON.stringify`, `util.inspect`, template strings and object spreads do not show it. */
export function createSecret(value: string): Secret {
  return Object.freeze({
    reveal: () => value,
    toJSON: () => placeholder,
    toString: () => placeholder,
    [inspect.custom]: () => placeholder,
  });
}
