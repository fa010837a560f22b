/**
 * How often a property is tried: `usual` times in `npm test`, as often as `npm run fuzz` says otherwise, with its
 * seed, so that a failure can be had again.
 */
export function fuzzOptions(usual: number): { numRuns: number; seed?: number } {
  const { FUZZ_RUNS, FUZZ_SEED } = process.env;
  return { numRuns: Number(FUZZ_RUNS ?? usual), ...(FUZZ_SEED && { seed: Number(FUZZ_SEED) }) };
}
