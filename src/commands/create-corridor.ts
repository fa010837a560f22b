import { randomInt } from 'node:crypto';
import type { AuditTrail, Outcome } from '../access/create-audit-trail.ts';
import type { GroupCheck } from '../access/create-group-check.ts';
import { type Denial, decideAccess } from '../access/decide-access.ts';
import type { Config } from '../config/config.ts';
import { beforeAbort } from '../incidents/before-abort.ts';
import { choosePortalLink } from '../incidents/choose-portal-link.ts';
import type { FoundIncident, LookUp } from '../incidents/create-look-up.ts';
import { type Failure, type FailureCode, toFailure } from '../incidents/failure.ts';
import type { CallTrace } from '../incidents/incident-source.ts';
import type { ListIncidents } from '../incidents/listed-incidents.ts';
import {
  type Answer,
  answersIn,
  describeFailure,
  describeStaleness,
  type FailureAnswer,
  type IncidentAnswer,
} from './answer.ts';
import { answerList } from './answer-list.ts';
import type { QuestionLog } from './log-question.ts';
import { type Command, type ParseContext, parseCommand, parseLink, parseSearch } from './parse-command.ts';
import { parseMentions } from './parse-mentions.ts';
import type { Door, Question } from './question.ts';

export interface CorridorDependencies {
  readonly config: Pick<Config, 'access' | 'accessContact' | 'cloud' | 'homeTenantId'>;
  readonly lookUp: LookUp;
  readonly list: ListIncidents;
  readonly isInAllowedGroup: GroupCheck;
  readonly audit: AuditTrail;
  readonly log: QuestionLog;
  readonly now: () => number;
}

/** Answers every question of every door; never rejects. */
export type Corridor = (question: Question) => Promise<Answer>;

/** What became of a question, besides its answer. */
interface Passage {
  /** Undefined where the bot broke before it was read. */
  readonly command: Command | typeof unreadable | undefined;
  readonly answer: Answer;
  readonly denial?: Denial;
  readonly failures: readonly Failure[];
}

/**
 * Creates the one corridor behind all doors: read the command, check who asks and where, look up, write the
 * audit line, answer. A line that can not be written takes the answer with it.
 */
export function createCorridor(dependencies: CorridorDependencies): Corridor {
  const { config, lookUp, list, isInAllowedGroup, audit, log, now } = dependencies;
  const contact = config.accessContact === undefined ? {} : { contact: config.accessContact };

  async function pass(question: Question, reference: string, trace: CallTrace): Promise<Passage> {
    const homeTenantId = config.homeTenantId ?? question.asker.tenantId;
    const command = read(question, { ...config, homeTenantId, botName: question.botName });
    const failures: Failure[] = [];
    const decision = await decideAccess(config.access, question.asker, question.place, (userId) =>
      beforeAbort(() => isInAllowedGroup(userId, trace), question.deadline, 'group check').catch((error: unknown) => {
        failures.push(toFailure(error));
        return undefined;
      }),
    );
    if (command.kind === 'help') {
      const answer: Answer = { kind: 'help', allowed: decision.allowed, ...contact };
      return { command, answer, failures, ...(!decision.allowed && { denial: decision.denial }) };
    }
    if (!decision.allowed) {
      const answer = describeFailure(refusalOf(decision.denial), {}, { reference, ...contact });
      return { command, answer, denial: decision.denial, failures };
    }
    if (command.kind === 'unreadable') return { command, answer: { kind: 'unknown-action' }, failures: [] };
    if (command.kind === 'hint') return { command, answer: command, failures: [] };
    if (command.kind === 'refusal') {
      return { command, answer: describeFailure(command.code, {}, { reference }), failures: [] };
    }
    if (command.kind === 'list') {
      const parts = { list, now, draw: (found: FoundIncident) => draw(found, reference, homeTenantId) };
      return { command, ...(await answerList(command.filters, question, { reference, trace }, parts)) };
    }
    return { command, ...(await answerIncidents(command.ids, question, reference, trace, homeTenantId)) };
  }

  async function answerIncidents(
    ids: readonly string[],
    { door, deadline }: Question,
    reference: string,
    trace: CallTrace,
    homeTenantId: string | undefined,
  ): Promise<Pick<Passage, 'answer' | 'failures'>> {
    const failures: Failure[] = [];
    const answers = await Promise.all(
      ids.map(async (askedId): Promise<IncidentAnswer | FailureAnswer> => {
        try {
          const found = await lookUp(askedId, { signal: deadline, trace, fresh: door === 'refresh' });
          if (found.staleBecause !== undefined) failures.push(found.staleBecause);
          return draw(found, reference, homeTenantId);
        } catch (error) {
          const failure = toFailure(error);
          failures.push(failure);
          return describeFailure(failure.code, failure.details, { reference, askedId });
        }
      }),
    );
    const [only] = answers;
    return { answer: answers.length === 1 && only ? only : { kind: 'several', answers }, failures };
  }

  function draw(found: FoundIncident, reference: string, homeTenantId: string | undefined): IncidentAnswer {
    const { staleBecause, ...facts } = found;
    const link = choosePortalLink(facts.incident, config.cloud, homeTenantId);
    const stale = describeStaleness(staleBecause, now() - facts.fetchedAt, { reference, askedId: facts.askedId });
    return { kind: 'incident', ...facts, ...link, ...stale };
  }

  return async (question) => {
    const reference = createReference();
    const trace: CallTrace = question.trace ?? { calls: 0, requestIds: [] };
    const passage = await pass(question, reference, trace).catch((error): Passage => {
      const answer = describeFailure('internal', {}, { reference });
      return { command: undefined, answer, failures: [toFailure(error)] };
    });
    try {
      const facts = summarise(question, reference, passage, trace);
      audit.record(facts);
      log.answered({ ...facts, ms: now() - question.arrivedAt, calls: trace.calls }, passage.failures);
      return passage.answer;
    } catch (error) {
      log.broke(reference, toFailure(error));
      return describeFailure('internal', {}, { reference });
    }
  };
}

/** What a person is told of a denial: what could not be checked, or that they may not; never more. */
function refusalOf(denial: Denial): FailureCode {
  if (denial === 'not-installed') return 'not-installed';
  return denial === 'roster-unknown' || denial === 'group-unknown' ? 'not-checked' : 'not-allowed';
}

/** What was asked for in no way that can be read. */
const unreadable = Object.freeze({ kind: 'unreadable' });

function read({ door, text }: Question, context: ParseContext): Command | typeof unreadable {
  return text === undefined ? unreadable : parserOf(door)(text, context);
}

/** Each door takes what can be said at it: a link is no command. */
function parserOf(door: Door): typeof parseCommand {
  switch (door) {
    case 'search':
      return parseSearch;
    case 'link':
      return parseLink;
    case 'dialog':
      return parseMentions;
    default:
      return parseCommand;
  }
}

function summarise({ door, asker, place }: Question, reference: string, passage: Passage, trace: CallTrace) {
  const { command, answer, denial } = passage;
  const answered = answersIn(answer);
  const incidents = answered.flatMap((each) => (each.kind === 'incident' ? [each.incident.id] : []));
  const failed = answered.find((each): each is FailureAnswer => each.kind === 'failure');
  const stale = [answer, ...answered].some((each) => 'stale' in each && each.stale !== undefined);
  const outcome: Outcome = failed?.code ?? (stale ? 'answered-stale' : 'answered');
  return {
    reference,
    who: asker.userId ?? null,
    tenant: asker.tenantId ?? null,
    place: place.kind,
    conversation: place.conversationId,
    door,
    command: command?.kind ?? 'unknown',
    asked: (command !== undefined && 'ids' in command && command.ids) || [],
    answered: incidents,
    outcome,
    denial: denial ?? null,
    requestIds: trace.requestIds,
  };
}

/** Eight characters that are hard to mistake for one another when read aloud: about 39 bits. */
function createReference(): string {
  const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  return Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('');
}
