import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Prints, before jest's summary, one table of what the tests counted with `tally`. */
export default class TallyReporter {
  #folder = mkdtempSync(join(tmpdir(), 'tally-'));
  #file = join(this.#folder, 'rows');

  constructor() {
    // The workers that run the tests inherit it; they start later.
    process.env.TALLY_FILE = this.#file;
  }

  onRunComplete() {
    const rows = existsSync(this.#file) ? sum(readFileSync(this.#file, 'utf8').trim().split('\n')) : new Map();
    rmSync(this.#folder, { recursive: true, force: true });
    if (rows.size === 0) return;
    const lines = [...rows].map(([row, counts]) => {
      const parts = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
      return `  ${row.padEnd(28)}${parts.join(' / ')}`;
    });
    process.stderr.write(`\nNobody in who does not belong:\n${lines.join('\n')}\n`);
  }
}

/** @param {string[]} lines @returns {Map<string, Record<string, number>>} */
function sum(lines) {
  const rows = new Map();
  for (const line of lines) {
    const { row, counts } = JSON.parse(line);
    const total = rows.get(row) ?? {};
    for (const [name, count] of Object.entries(counts)) total[name] = (total[name] ?? 0) + count;
    rows.set(row, total);
  }
  return rows;
}
