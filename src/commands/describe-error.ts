import { plainCode } from '../incidents/plain-code.ts';

/** What may be said of an error that nobody foresaw. */
export interface ErrorDescription {
  readonly name: string;
  readonly code: string | undefined;
  /** Where it came from, innermost first. */
  readonly stack: readonly string[];
}

/** `at f (/path/of/a/file.js:1:2)`, with or without the function. */
const frame = /^\s+at (?:.+ \()?(?:node:|file:\/\/|\/|[A-Za-z]:\\).*:\d+:\d+\)?$/;

/**
 * Describes an error without its message, its cause and its other properties: they may hold what was asked or answered,
 * and those of an HTTP client hold the request with its token.
 */
export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { name: typeof error, code: undefined, stack: [] };
  const { name, message, stack = '', code } = error as Error & { code?: unknown };
  const lines = stack.replace(message, () => '').split('\n');
  return { name: plainCode(name) ?? 'Error', code: plainCode(code), stack: lines.filter((line) => frame.test(line)) };
}
