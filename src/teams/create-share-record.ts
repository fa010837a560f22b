import type { RepeatFilter } from './create-repeat-filter.ts';

/** A press of the button that shares a card. */
interface SharePress {
  readonly conversationId: string;
  /** Which card, and who presses: the same for every press that would post the same. */
  readonly card: readonly (string | undefined)[];
  /** The activity's; Teams delivers a press again under the same one, as a rule. */
  readonly id: string | undefined;
}

/** `not-shared`: nobody knows whether it was. */
export type ShareOutcome = 'shared' | 'not-shared' | 'share-refused';

/** What became of sharing a card, for as long as repeats are remembered, in all replicas that share a store. */
export interface ShareRecord {
  /** Whether to post, which is said once; otherwise what became of the press before. */
  begin(press: SharePress): Promise<'post' | 'shared' | 'not-shared'>;
  /** Remembers what became of it. @returns the outcome */
  end(press: SharePress, outcome: ShareOutcome): Promise<ShareOutcome>;
}

/** Longer than a double press or a client's impatience, shorter than it takes to look and press again. */
const samePressMs = 5_000;

/**
 * Creates the record. What was shared is not posted again. Where nobody knows whether it was, the presser is told to
 * look first, and a press posts that was made afterwards: one under an id that has not been seen, five seconds or more
 * after that answer. Anything else is the same press, delivered again: Teams does so under the same id (15 s after one
 * that it got no answer to), and under another where a client tries again by itself.
 */
export function createShareRecord(repeats: RepeatFilter): ShareRecord {
  const keyOf = (mark: string, { card }: SharePress, id = '') => JSON.stringify([mark, ...card, id]);

  async function begin(press: SharePress): Promise<'post' | 'shared' | 'not-shared'> {
    const { conversationId, id } = press;
    const again = id !== undefined && (await repeats.isRepeat(conversationId, keyOf('share press', press, id)));
    const earlier = await repeats.isRepeat(conversationId, keyOf('share', press));
    if ((await repeats.seenMsAgo(conversationId, keyOf('shared', press))) !== undefined) return 'shared';
    if (!earlier && !again) return 'post';
    const unconfirmed = keyOf('share unconfirmed', press);
    const agoMs = await repeats.seenMsAgo(conversationId, unconfirmed);
    if (again || agoMs === undefined || agoMs < samePressMs) return 'not-shared';
    // Of several at once one finds it still there.
    return (await repeats.forget(conversationId, unconfirmed)) ? 'post' : 'not-shared';
  }

  async function end(press: SharePress, outcome: ShareOutcome): Promise<ShareOutcome> {
    const { conversationId, id } = press;
    if (outcome === 'share-refused') {
      await repeats.forget(conversationId, keyOf('share', press));
      await repeats.forget(conversationId, keyOf('share press', press, id));
    } else {
      const mark = outcome === 'shared' ? 'shared' : 'share unconfirmed';
      await repeats.isRepeat(conversationId, keyOf(mark, press));
    }
    return outcome;
  }

  return { begin, end };
}
