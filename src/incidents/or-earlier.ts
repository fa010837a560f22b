import { type Failure, type FailureCode, passingFailures, toFailure } from './failure.ts';

/** What was answered before. */
interface Earlier<Answer> {
  /** The last answer that may still be shown. */
  recall(): Promise<Answer | undefined>;
  /** Drops it, because the API says that it no longer holds. */
  forget(): Promise<unknown>;
}

/** Failures after which an earlier answer must not be shown again. */
const final: readonly FailureCode[] = ['not-found', 'missing-permission', 'not-provisioned', 'bad-credential'];

/**
 * Asks; where that fails in a way that says nothing about the incidents, an earlier answer stands in, with the reason.
 *
 * @throws Failure where none may stand in
 */
export async function orEarlier<Answer extends object>(
  ask: () => Promise<Answer>,
  { recall, forget }: Earlier<Answer>,
): Promise<Answer & { readonly staleBecause?: Failure }> {
  try {
    return await ask();
  } catch (error) {
    const failure = toFailure(error);
    if (final.includes(failure.code)) await forget();
    const earlier = passingFailures.includes(failure.code) ? await recall() : undefined;
    if (earlier === undefined) throw failure;
    return { ...earlier, staleBecause: failure };
  }
}
