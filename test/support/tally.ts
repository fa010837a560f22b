import { appendFileSync } from 'node:fs';

/**
 * Adds to a row of the table that `tally-reporter.js` prints at the end of the run; equal rows of several tests add up.
 * The table only shows: what must be zero is asserted by the test that counts it.
 */
export function tally(row: string, counts: Readonly<Record<string, number>>): void {
  const file = process.env.TALLY_FILE;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ row, counts })}\n`);
}
