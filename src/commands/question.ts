import type { Asker, Place } from '../access/decide-access.ts';

/** The ways into the bot. */
export type Door = 'message' | 'install' | 'refresh' | 'card' | 'search' | 'link';

/** One question, free of Teams' types: who asks, where, what. Every door makes one, and the corridor answers it. */
export interface Question {
  readonly door: Door;
  readonly text: string;
  readonly botName: string | undefined;
  readonly asker: Asker;
  readonly place: Place;
  /** The asker's, an IANA name. */
  readonly timeZone: string;
  /** Milliseconds since 1970 when the activity arrived. */
  readonly arrivedAt: number;
  /** Aborts when the answer must leave. */
  readonly deadline: AbortSignal;
}
