import { spawnSync } from 'node:child_process';
import type { Config } from 'jest';

/** The suite of several replicas needs a real Redis (Debian: redis-server); where there is none it is left out, aloud. */
const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
if (!hasRedis) process.stderr.write('There is no redis-server here: test/redis.test.ts is left out.\n');

const config: Config = {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript' },
          target: 'es2024',
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  testPathIgnorePatterns: hasRedis ? [] : ['/test/redis\\.test\\.ts$'],
  testTimeout: 30_000,
  reporters: ['<rootDir>/test/support/tally-reporter.js', 'default', '<rootDir>/test/support/closing-line-reporter.js'],
};

export default config;
