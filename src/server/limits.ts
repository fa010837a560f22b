/** What one sender, and all together, may take up of the server. Times in milliseconds. */
export interface Limits {
  /** For a whole request, its headers and its body; also for a connection that has not asked anything yet. */
  readonly requestTimeout: number;
  /** How often slow requests are looked for. */
  readonly checkInterval: number;
  readonly connections: number;
  readonly requestsPerSecond: number;
  readonly requestsAtOnce: number;
}

/**
 * Teams sends small bodies at once, and a proxy that keeps connections sends one request after the other on each; an
 * answer takes longer than the hundredth of a second that would get it near the bound. Nothing that is known sends a
 * request before the answer to the last one.
 */
export const usualLimits: Limits = Object.freeze({
  requestTimeout: 10_000,
  checkInterval: 1_000,
  connections: 1_000,
  requestsPerSecond: 100,
  requestsAtOnce: 10,
});
