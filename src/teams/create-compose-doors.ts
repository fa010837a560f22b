import { setTimeout as delay } from 'node:timers/promises';
import type { TurnContext } from 'botbuilder';
import type { RenderedResults, ResultRenderer, SearchResult } from '../cards/create-result-renderer.ts';
import { type Answer, answersIn } from '../commands/answer.ts';
import type { CallTrace } from '../incidents/incident-source.ts';
import { answerInvoke } from './answer-invoke.ts';
import { attachmentOf } from './card-attachment.ts';
import { allowedCalls, type SearchAllowance } from './create-search-allowance.ts';
import { invokeDeadlineMs } from './deadlines.ts';
import type { Ask } from './door.ts';
import { type ComposeQuery, readComposeQuery, readPastedLink } from './read-compose-query.ts';

export interface ComposeDependencies {
  readonly ask: Ask;
  readonly results: ResultRenderer;
  readonly allowance: SearchAllowance;
}

/** The doors of the compose box. Each answers its invoke, whatever it is sent. */
export interface ComposeDoors {
  /** `composeExtension/query`: the search. */
  search(context: TurnContext): Promise<void>;
  /** `composeExtension/queryLink`: a link that was pasted. */
  link(context: TurnContext): Promise<void>;
  /** `composeExtension/anonymousQueryLink`: a link pasted where the app is not installed, by nobody in particular. */
  anonymousLink(context: TurnContext): Promise<void>;
}

/** Who still types has typed on by then. A number takes longer to be finished, and each of its beginnings is another. */
const pauseMs = { words: 250, number: 600 } as const;
/** What a list leaves of them for a number that is typed next. */
const callsOfAList = 2;
/** Teams asks for 25 results at a time. */
const mostResults = 25;

/** Creates the doors. They ask the corridor, as all doors do; the search asks it only for what is no longer typed at. */
export function createComposeDoors({ ask, results, allowance }: ComposeDependencies): ComposeDoors {
  const newest = new Map<string, symbol>();

  /** Waits for a pause in typing; false where something newer was typed meanwhile. */
  async function isLast(key: string, pause: number): Promise<boolean> {
    const own = Symbol(key);
    newest.set(key, own);
    await delay(pause);
    const last = newest.get(key) === own;
    if (last) newest.delete(key);
    return last;
  }

  async function find(context: TurnContext, { text, initial, skip, count }: ComposeQuery): Promise<RenderedResults> {
    const { from, locale } = context.activity;
    const number = /\d/.test(text);
    if (!initial && !(await isLast(from.id, number ? pauseMs.number : pauseMs.words))) return nothing;
    const calls = allowance.open(from.id, number ? allowedCalls.points : callsOfAList);
    const trace: CallTrace = { calls: 0, requestIds: [], allowance: calls };
    const window = { skip, count: Math.min(count, mostResults) };
    const answer = await ask(context, 'search', text, invokeDeadlineMs, { trace, window }).finally(calls.close);
    // What comes after the last result, and after the one of a number, is no matter for words.
    if (skip > 0 && !(answer.kind === 'list' && answer.answers.length > 0)) return nothing;
    if (calls.isUsedUp() && isUnanswered(answer)) return results.wait(locale, await allowance.waitMs(from.id));
    return results.draw(answer, locale);
  }

  return {
    async search(context) {
      const query = readComposeQuery(context.activity);
      await respond(context, query === undefined ? nothing : await find(context, query));
    },
    async link(context) {
      const answer = await ask(context, 'link', readPastedLink(context.activity), invokeDeadlineMs);
      // Whatever went wrong, a link then stays a link: nothing tells whether there is such an incident.
      if (answer.kind !== 'incident') return await answerInvoke(context, noPreview);
      await respond(context, results.draw(answer, context.activity.locale));
    },
    async anonymousLink(context) {
      // Nobody asks, so nobody may: what is drawn tells nothing. But it is written down like every question.
      const answer = await ask(context, 'anonymous-link', undefined, invokeDeadlineMs);
      const isWritten = !(answer.kind === 'failure' && answer.code === 'internal');
      const shown = isWritten ? [results.anonymous(context.activity.locale)] : [];
      await respond(context, { kind: 'results', results: shown });
    },
  };
}

/** What a question ends as that may make no more calls, and nothing else. */
function isUnanswered(answer: Answer): boolean {
  if (answer.kind === 'list') return false;
  return answersIn(answer).every((each) => each.kind === 'failure' && ['throttled', 'not-checked'].includes(each.code));
}

const nothing: RenderedResults = { kind: 'results', results: [] };

/**
 * What a link is answered with that becomes no card: in the SDK's type of the response each property is optional. The
 * Playground looks at the first attachment of a result whether there is one or not, and its page goes blank.
 */
const noPreview = {};

async function respond(context: TurnContext, rendered: RenderedResults): Promise<void> {
  const composeExtension =
    rendered.kind === 'text'
      ? { type: 'message', text: rendered.text }
      : { type: 'result', attachmentLayout: 'list', attachments: rendered.results.map(resultOf) };
  await answerInvoke(context, { composeExtension });
}

function resultOf({ title, text, card }: SearchResult) {
  return {
    ...attachmentOf(card),
    preview: { contentType: 'application/vnd.microsoft.card.thumbnail', content: { title, text } },
  };
}
