/** Everything that can go wrong in a way that a person meets. Closed: each has its own wording in `cards/`. */
export const failureCodes = [
  'invalid-id',
  'not-found',
  'not-allowed',
  'not-installed',
  'not-checked',
  'missing-permission',
  'not-provisioned',
  'bad-credential',
  'throttled',
  'unavailable',
  'timeout',
  'other-tenant',
  'too-many',
  'merge-loop',
  'internal',
] as const;

export type FailureCode = (typeof failureCodes)[number];

/** Failures that say nothing about the incidents: an earlier answer may stand in. */
export const passingFailures: readonly FailureCode[] = ['unavailable', 'timeout', 'throttled'];

/** What the wording of a failure may need beside its code. */
export interface FailureDetails {
  /** Seconds until a new try makes sense; with `throttled`. */
  readonly retryAfterSeconds?: number;
  /** The application permission that is missing; with `missing-permission`. */
  readonly role?: string;
  /** The incident on the way of a merge that is missing; with `not-found`. */
  readonly mergedInto?: string;
  /** Never shown: HTTP status, error code of the API, or the bot's own reason, for the log and for `incidents/`. */
  readonly upstream?: Readonly<Record<string, string | number>>;
}

/**
 * The one error of the house. Its message is its code, so that nothing from a response, a token or a question
 * can leak through it; the `cause` is not enumerable and goes to the log by name and code only.
 */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly details: FailureDetails;

  constructor(code: FailureCode, details: FailureDetails = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = 'Failure';
    this.code = code;
    this.details = details;
  }
}

/** Keeps a `Failure` as it is and turns anything else into `internal`. */
export function toFailure(error: unknown): Failure {
  return error instanceof Failure ? error : new Failure('internal', {}, error);
}
