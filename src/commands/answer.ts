import type { IncidentApi } from '../config/config.ts';
import type { Failure, FailureCode, FailureDetails } from '../incidents/failure.ts';
import type { Incident } from '../incidents/incident.ts';
import type { ListState } from '../incidents/incident-source.ts';

/** A failure as it is drawn: its code, what its wording needs, and the reference that is also in the log. */
export interface FailureAnswer {
  readonly kind: 'failure';
  readonly code: FailureCode;
  readonly reference: string;
  readonly retryAfterSeconds?: number;
  readonly role?: string;
  /** The incident that the asked one was merged into, where that one is missing; with `not-found`. */
  readonly mergedInto?: string;
  /** Who to ask, with `not-allowed`. */
  readonly contact?: string;
  /** The incident that was asked for, where the failure is about one. */
  readonly askedId?: string;
}

/** An incident as it is drawn. */
export interface IncidentAnswer {
  readonly kind: 'incident';
  readonly askedId: string;
  readonly incident: Incident;
  /** Which API said so, and when, in milliseconds since 1970. */
  readonly api: IncidentApi;
  readonly fetchedAt: number;
  readonly portalUrl: string;
  /** Whether that is the link that the API gave; otherwise it was built from the id. */
  readonly ownPortalUrl: boolean;
  /** The ids that were merged into this incident on the way from the asked one. */
  readonly mergedFrom: readonly string[];
  /** Set when the API did not answer and this is what it said earlier: why, and how long ago. */
  readonly stale?: Staleness;
}

/** Why an earlier answer stands in for today's, and how long ago it was given. */
export type Staleness = FailureAnswer & { readonly ageMs: number };

/** A page of a list as it is drawn. */
export interface ListAnswer {
  readonly kind: 'list';
  readonly state: ListState;
  /** The filters as a person would type them, and with them the state. */
  readonly typed: string;
  /** Those besides the state; empty for all. */
  readonly filters: string;
  /** Whom "mine" names, where the filter is about a person: others may see the list, and press its buttons. */
  readonly whose?: string;
  /** The account names of that person; empty where the filter is about none. */
  readonly assignees: readonly string[];
  /** When the day began, in milliseconds since 1970, where the filter is about today. */
  readonly since?: number;
  /** From 1. */
  readonly page: number;
  /** The place of the page's first row in the list, from 1. */
  readonly first: number;
  /** Rows of all pages. */
  readonly total: number;
  /** How many of the newest in that state were looked at, how many of the older ones besides, and whether it is all. */
  readonly newest: number;
  readonly picked: number;
  readonly complete: boolean;
  /** False where the filter is about the asker, and Teams did not tell who that is. */
  readonly askerKnown: boolean;
  readonly answers: readonly IncidentAnswer[];
  readonly hasMore: boolean;
  readonly api: IncidentApi;
  readonly fetchedAt: number;
  readonly stale?: Staleness;
}

/** What goes back to a person, in plain data; `cards` draws it. */
export type Answer =
  | IncidentAnswer
  | FailureAnswer
  | ListAnswer
  | { readonly kind: 'several'; readonly answers: readonly (IncidentAnswer | FailureAnswer)[] }
  /** `allowed`: whether this person may see incidents here; `contact`: whom to ask if not. */
  | { readonly kind: 'help'; readonly allowed: boolean; readonly contact?: string }
  /** `filters`: which there are, where one was meant that could not be read. */
  | { readonly kind: 'hint'; readonly suggestion: string; readonly filters?: readonly string[] }
  /** A button sent what no card of the bot's has in it. */
  | { readonly kind: 'unknown-action' }
  /** The answer was posted for everybody. */
  | { readonly kind: 'shared' }
  /** Nobody knows whether it was posted. */
  | { readonly kind: 'not-shared' }
  /** Teams did not take it. */
  | { readonly kind: 'share-refused' };

/** The answers that an answer holds; one that holds no others stands for itself. */
export function answersIn(answer: Answer): readonly Answer[] {
  return answer.kind === 'several' || answer.kind === 'list' ? answer.answers : [answer];
}

/** Picks from a failure what its wording needs, and nothing else. */
export function describeFailure(
  code: FailureCode,
  { retryAfterSeconds, role, mergedInto }: FailureDetails,
  rest: Pick<FailureAnswer, 'reference' | 'askedId' | 'contact'>,
): FailureAnswer {
  return {
    kind: 'failure',
    code,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...(role !== undefined && { role }),
    ...(mergedInto !== undefined && { mergedInto }),
    ...rest,
  };
}

/** What is said of an earlier answer that stands in; nothing where `staleBecause` is undefined. */
export function describeStaleness(
  staleBecause: Failure | undefined,
  ageMs: number,
  rest: Pick<FailureAnswer, 'reference' | 'askedId'>,
): { readonly stale?: Staleness } {
  if (staleBecause === undefined) return {};
  return { stale: { ...describeFailure(staleBecause.code, staleBecause.details, rest), ageMs } };
}
