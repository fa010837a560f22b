import type { Asker, Place } from '../access/decide-access.ts';
import type { CallTrace } from '../incidents/incident-source.ts';

/** The ways into the bot. */
export type Door =
  | 'message'
  | 'install'
  | 'refresh'
  | 'card'
  | 'share'
  | 'search'
  | 'link'
  | 'anonymous-link'
  | 'dialog';

/** Which list a person pages through, as the button says that they press. */
export type Paging = Pick<Question, 'asOf' | 'assignees' | 'since'>;

/** One question, free of Teams' types: who asks, where, what. Every door makes one, and the corridor answers it. */
export interface Question {
  readonly door: Door;
  /** Undefined where a client sent what no card, menu or box of the bot's has in it. */
  readonly text: string | undefined;
  readonly botName: string | undefined;
  readonly asker: Asker;
  readonly place: Place;
  /** The asker's, an IANA name. */
  readonly timeZone: string;
  /** Which of the results a search box shows. */
  readonly window?: { readonly skip: number; readonly count: number };
  /** When the list was fetched that the asker pages through, in milliseconds since 1970. */
  readonly asOf?: number | undefined;
  /**
   * Whose list it is that the asker pages through, as a list of "mine": account names in lower case. They went through a
   * client, and do no more than filter.
   */
  readonly assignees?: readonly string[] | undefined;
  /**
   * When the day began of the list of "today" that the asker pages through, in milliseconds since 1970: it may be
   * another time zone's. It went through a client, too, and is taken for no more than a day that was somewhere.
   */
  readonly since?: number | undefined;
  /** Where the door wants to know what the answer cost. */
  readonly trace?: CallTrace;
  /** Milliseconds since 1970 when the activity arrived. */
  readonly arrivedAt: number;
  /** Aborts when the answer must leave. */
  readonly deadline: AbortSignal;
}
