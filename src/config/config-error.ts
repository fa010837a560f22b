/** One thing wrong with the settings: which variable, what is wrong, and where its value is found. */
export interface ConfigProblem {
  readonly variable: string;
  readonly problem: string;
}

/** Thrown once with every problem of the environment, so that an admin can mend them in one go. Holds no values. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map(({ variable, problem }) => `  ${variable}: ${problem}`);
    super(`The bot can not start, ${problems.length} setting(s) need attention:\n${lines.join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}
