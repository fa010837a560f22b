import { plainCode } from '../incidents/plain-code.ts';

/** What a failed send or an SDK's error may show in the log: its kind, its code, the status that was answered. */
export function nameError(error: unknown): Record<string, unknown> {
  const { name, code, statusCode } = (error ?? {}) as Record<string, unknown>;
  return { name: plainCode(name), code: plainCode(code), statusCode: Number(statusCode) || undefined };
}
