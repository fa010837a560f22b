/**
 * Prints `N passed, N failed` as the last line. At exit, because jest writes its own summary after all reporters.
 * A suite that did not run at all counts as failed.
 */
export default class ClosingLineReporter {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    const line = `${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed\n`;
    process.once('exit', () => process.stdout.write(line));
  }
}
