/** Short beside every deadline, long beside what a timer costs. */
const tickMs = 10;

/**
 * How long `run` took, in milliseconds in which this process was awake: what a busy machine takes away from it is not
 * counted, so that a deadline can be tested on one.
 */
export async function msAwake(run: () => Promise<unknown>): Promise<number> {
  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
  }, tickMs);
  try {
    await run();
  } finally {
    clearInterval(timer);
  }
  return ticks * tickMs;
}

/** How long `run` had the processor, in milliseconds, whoever else wanted it. */
export async function msOfProcessor(run: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
