/**
 * A code or an error's name, fit for the log: a word, or undefined. SDKs take some codes from the body of an answer,
 * where a server may say back what it was sent, a token with it.
 */
export function plainCode(value: unknown): string | undefined {
  return typeof value === 'string' && /^\w{1,60}$/.test(value) ? value : undefined;
}
