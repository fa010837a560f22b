/** Tells whether one more call is within the limits; if not, how many seconds to wait. */
export type CallLimit = (caller: string) => number;

/**
 * Defender XDR's documented limits for each caller: 100 calls a minute of "Get incident", 50 of "List incidents", and
 * 1,500 an hour of either.
 */
export function createCallLimit(callsAMinute: number, now: () => number): CallLimit {
  const windows = [
    { milliseconds: 60_000, calls: callsAMinute },
    { milliseconds: 3_600_000, calls: 1_500 },
  ];
  const callsOf = new Map<string, number[]>();
  return (caller) => {
    const calls = callsOf.get(caller)?.filter((at) => now() - at < 3_600_000) ?? [];
    callsOf.set(caller, calls);
    for (const window of windows) {
      const recent = calls.filter((at) => now() - at < window.milliseconds);
      const oldest = recent[recent.length - window.calls];
      if (oldest !== undefined) return Math.ceil((oldest + window.milliseconds - now()) / 1000);
    }
    calls.push(now());
    return 0;
  };
}
