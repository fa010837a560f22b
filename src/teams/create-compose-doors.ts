import { setTimeout as delay } from 'node:timers/promises';
import type { TurnContext } from 'botbuilder';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { RenderedResults, ResultRenderer, SearchResult } from '../cards/create-result-renderer.ts';
import type { Answer } from '../commands/answer.ts';
import type { Door } from '../commands/question.ts';
import { invokeDeadlineMs } from './deadlines.ts';
import { type ComposeQuery, readComposeQuery, readPastedLink } from './read-compose-query.ts';

export interface ComposeDependencies {
  readonly ask: (context: TurnContext, door: Door, text: string, deadlineMs: number) => Promise<Answer>;
  readonly results: ResultRenderer;
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

/** Who still types has typed on by then; who has stopped does not notice it. */
const pauseMs = 250;
/** Numbers that one person may look up by typing: a list is fetched once for all, a number each time. */
const numbers = { points: 2, duration: 10 };
const pageLength = 10;

/** Creates the doors. They ask the corridor, as all doors do; the search asks it only for what is no longer typed at. */
export function createComposeDoors({ ask, results }: ComposeDependencies): ComposeDoors {
  const newest = new Map<string, symbol>();
  const allowance = new RateLimiterMemory({ keyPrefix: 'search', ...numbers });

  /** Waits for a pause in typing; false where something newer was typed meanwhile. */
  async function isLast(key: string): Promise<boolean> {
    const own = Symbol(key);
    newest.set(key, own);
    await delay(pauseMs);
    const last = newest.get(key) === own;
    if (last) newest.delete(key);
    return last;
  }

  async function find(context: TurnContext, query: ComposeQuery): Promise<RenderedResults> {
    const { from, locale } = context.activity;
    if (!query.initial && !(await isLast(from.id))) return { kind: 'results', results: [] };
    const spent = namesNumber(query.text) && (await allowance.consume(from.id).catch(() => undefined)) === undefined;
    if (spent) return results.wait(locale);
    const page = query.skip === 0 ? '' : ` page ${Math.floor(query.skip / pageLength) + 1}`;
    return results.draw(await ask(context, 'search', `${query.text}${page}`, invokeDeadlineMs), locale);
  }

  return {
    async search(context) {
      const query = readComposeQuery(context.activity);
      await respond(context, query === undefined ? nothing : await find(context, query));
    },
    async link(context) {
      const answer = await ask(context, 'link', readPastedLink(context.activity), invokeDeadlineMs);
      // Whatever went wrong, a link then stays a link: nothing tells whether there is such an incident.
      await respond(context, answer.kind === 'incident' ? results.draw(answer, context.activity.locale) : nothing);
    },
    async anonymousLink(context) {
      await respond(context, { kind: 'results', results: [results.anonymous(context.activity.locale)] });
    },
  };
}

const nothing: RenderedResults = { kind: 'results', results: [] };

function namesNumber(text: string): boolean {
  return /\d/.test(text);
}

async function respond(context: TurnContext, rendered: RenderedResults): Promise<void> {
  const composeExtension =
    rendered.kind === 'text'
      ? { type: 'message', text: rendered.text }
      : { type: 'result', attachmentLayout: 'list', attachments: rendered.results.map(attachmentOf) };
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body: { composeExtension } } });
}

function attachmentOf({ title, text, card }: SearchResult) {
  return {
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: card,
    preview: { contentType: 'application/vnd.microsoft.card.thumbnail', content: { title, text } },
  };
}
