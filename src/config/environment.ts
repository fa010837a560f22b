import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ConfigProblem } from './config-error.ts';
import { isPlainFile } from './is-plain-file.ts';
import { fileOf, readSecret } from './read-secret.ts';
import { createSecret, type Secret } from './secret.ts';

/** The variables of a process, as `process.env` has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Reads variables one by one and gathers what is wrong with them instead of stopping at the first. */
export interface Environment {
  readonly problems: ConfigProblem[];
  /** The trimmed value, or undefined where it is unset or blank. */
  text(variable: string): string | undefined;
  /** The trimmed value; a missing one becomes a problem that says `whereToFind` it, and an empty string. */
  required(variable: string, whereToFind: string): string;
  /** Whether the variable is set, or for a secret the one that names its file. */
  isSet(variable: string): boolean;
  /** The secret itself, or what stands in the file that `<variable>_FILE` names. Ask once: each time may complain. */
  secret(variable: string): Secret | undefined;
  requiredSecret(variable: string, whereToFind: string): Secret;
  /** True or false; anything else is a problem. */
  flag(variable: string): boolean;
  integer(variable: string, range: { min: number; max: number; fallback: number }): number;
  /** One of `values`, compared without case; the first is the default. */
  oneOf<T extends string>(variable: string, values: readonly [T, ...T[]]): T;
  /** Comma-separated values that each match `pattern`; the others are counted as a problem, not repeated. */
  list(variable: string, pattern: RegExp, meaning: string): string[];
  /** Checks that the file a variable names can be read, or its folder written to, and says so where not. */
  file(variable: string, access: 'read' | 'append'): string | undefined;
  problem(variable: string, problem: string): void;
}

/** Creates the reader over `variables`; nothing is read until asked for. */
export function createEnvironment(variables: Variables): Environment {
  const problems: ConfigProblem[] = [];
  const problem = (variable: string, text: string) => void problems.push({ variable, problem: text });
  const text = (variable: string) => variables[variable]?.trim() || undefined;
  const isSet = (variable: string) => (text(variable) ?? text(fileOf(variable))) !== undefined;
  const secret = (variable: string) => readSecret(variables, variable, problem);

  return {
    problems,
    problem,
    text,
    isSet,
    secret,
    requiredSecret(variable, whereToFind) {
      if (!isSet(variable)) problem(variable, `is missing. ${whereToFind}`);
      return secret(variable) ?? createSecret('');
    },
    required(variable, whereToFind) {
      const value = text(variable);
      if (value === undefined) problem(variable, `is missing. ${whereToFind}`);
      return value ?? '';
    },
    flag(variable) {
      const value = text(variable)?.toLowerCase();
      if (value === undefined || value === 'false' || value === '0') return false;
      if (value !== 'true' && value !== '1') problem(variable, 'must be true or false.');
      return value === 'true' || value === '1';
    },
    integer(variable, { min, max, fallback }) {
      const value = text(variable);
      if (value === undefined) return fallback;
      const number = Number(value);
      if (/^\d+$/.test(value) && number >= min && number <= max) return number;
      problem(variable, `must be a whole number from ${min} to ${max}.`);
      return fallback;
    },
    oneOf(variable, values) {
      const value = text(variable)?.toLowerCase();
      if (value === undefined) return values[0];
      const found = values.find((candidate) => candidate.toLowerCase() === value);
      if (found === undefined) problem(variable, `must be one of ${values.join(', ')}.`);
      return found ?? values[0];
    },
    file(variable, access) {
      const path = text(variable);
      if (path === undefined) return undefined;
      const reads = access === 'read';
      try {
        accessSync(reads || existsSync(path) ? path : dirname(path), reads ? constants.R_OK : constants.W_OK);
        if (existsSync(path) && !isPlainFile(path)) problem(variable, 'must name a file, not a folder or a pipe.');
      } catch {
        problem(variable, `names a file that can not be ${reads ? 'read' : 'written'}.`);
      }
      return path;
    },
    list(variable, pattern, meaning) {
      const values = (text(variable) ?? '').split(',').map((value) => value.trim());
      const given = values.filter((value) => value !== '');
      const wrong = given.filter((value) => !pattern.test(value)).length;
      if (wrong > 0) problem(variable, `${wrong} of its ${given.length} values are no ${meaning}.`);
      return given;
    },
  };
}
