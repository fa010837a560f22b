import type { Environment } from './environment.ts';

interface Switch {
  readonly variable: string;
  readonly refused: RegExp;
  readonly problem: string;
}

/** Would have the certificate of an API, of Teams or of Redis go unchecked, whatever the bot does. */
const tlsSwitches: readonly Switch[] = Object.freeze([
  {
    variable: 'NODE_TLS_REJECT_UNAUTHORIZED',
    refused: /^0$/,
    problem:
      'must not be 0, which turns off every check of certificates. NODE_EXTRA_CA_CERTS names a file of authorities to trust.',
  },
  {
    variable: 'NODE_OPTIONS',
    refused: /--tls[-_]min[-_]v1\.[01]\b/,
    problem: 'must not allow TLS 1.0 or 1.1.',
  },
  {
    variable: 'NODE_OPTIONS',
    refused: /--(tls[-_]keylog|trace[-_]tls|insecure[-_]http[-_]parser)\b/,
    problem: 'must not have what is encrypted written down, or HTTP read loosely.',
  },
]);

const printing = 'must be unset: it prints what the log leaves out, such as the password of the proxy. Use LOG_LEVEL.';

/** Would have Node or an SDK write to standard error on its own, past the log: headers, addresses, bodies. */
const printingSwitches: readonly Switch[] = Object.freeze(
  ['NODE_DEBUG', 'NODE_DEBUG_NATIVE', 'DEBUG', 'AZURE_LOG_LEVEL'].map((variable) => ({
    variable,
    refused: /\S/,
    problem: printing,
  })),
);

/**
 * Refuses what is set beside the bot's own settings and would undo what it promises. What prints is refused only
 * where there is something to print: offline mode has no token.
 */
export function refuseSwitches(env: Environment, mode: 'online' | 'offline'): void {
  for (const { variable, refused, problem } of mode === 'online'
    ? [...tlsSwitches, ...printingSwitches]
    : tlsSwitches) {
    if (refused.test(env.text(variable) ?? '')) env.problem(variable, problem);
  }
}
