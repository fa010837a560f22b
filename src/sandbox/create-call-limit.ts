/** Tells whether one more call is within the limits; if not, how many seconds to wait. */
export type CallLimit = (caller: string) => number;

const windows = [
  { milliseconds: 60_000, calls: 100 },
  { milliseconds: 3_600_000, calls: 1_500 },
];

/** Defender XDR's documented limits for "Get incident": 100 calls a minute and 1,500 an hour for each caller. */
export function createCallLimit(now: () => number): CallLimit {
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
