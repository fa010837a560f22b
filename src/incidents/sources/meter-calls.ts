import { Failure } from '../failure.ts';
import type { CallTrace } from '../incident-source.ts';

/** Why a question that may make no more calls ends. */
export const noMoreCalls = 'own allowance';

/** Counts the calls of one request, which may be more than one where an API challenges the token. */
export interface CallMeter {
  /** To be called before each call. @throws Failure where the question may make no more */
  count(): Promise<void>;
  /** To be called once the request is over. */
  end(): Promise<void>;
}

/**
 * Takes the first call from the allowance of the question, before anything is done for it, so that what may not be
 * sent costs nothing; where it then is not sent, it is given back.
 *
 * @throws Failure where the question may make no more calls
 */
export async function meterCalls(trace: CallTrace): Promise<CallMeter> {
  await take(trace);
  let unsent = true;
  return {
    async count() {
      if (!unsent) await take(trace);
      unsent = false;
      trace.calls += 1;
    },
    async end() {
      if (unsent) await trace.allowance?.giveBack();
    },
  };
}

async function take({ allowance }: CallTrace): Promise<void> {
  const given = allowance === undefined || (await allowance.take());
  if (!given) throw new Failure('throttled', { upstream: { reason: noMoreCalls } });
}
