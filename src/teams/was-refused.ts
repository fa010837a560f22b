/** The status that Teams answered with; not a number where nothing came back. */
export function statusOf(error: unknown): number {
  return Number((error as { statusCode?: unknown } | undefined)?.statusCode);
}

/** Teams said no: nothing was posted. After a reset, a time-out or a 5xx nobody knows. */
export function wasRefused(error: unknown): boolean {
  const status = statusOf(error);
  return status >= 400 && status < 500 && status !== 408;
}

/** Teams said no for good: the bot is not installed there, blocked, or may not post. Asking again would not help. */
export function isRefusedForGood(error: unknown): boolean {
  return [403, 404].includes(statusOf(error));
}
