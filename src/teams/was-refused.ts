/** Teams said no: nothing was posted. After a reset, a time-out or a 5xx nobody knows. */
export function wasRefused(error: unknown): boolean {
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 && statusCode !== 408;
}
