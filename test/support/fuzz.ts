import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** `npm run fuzz`: every property ("for any ...") 20,000 times, or as often as its argument says. */
const runs = process.argv[2] ?? '20000';
const seed = process.env.FUZZ_SEED ?? String(Math.floor(Math.random() * 2 ** 31));
process.stdout.write(`FUZZ_SEED=${seed}, ${runs} runs of each property\n`);

const jest = join(import.meta.dirname, '..', '..', 'node_modules', 'jest', 'bin', 'jest.js');
const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const { status } = spawnSync(process.execPath, [...flags, jest, '-t', 'for any', '--testTimeout=1200000'], {
  stdio: 'inherit',
  env: { ...process.env, FUZZ_RUNS: runs, FUZZ_SEED: seed },
});
process.exit(status ?? 1);
