import { Application } from '@microsoft/teams-ai/lib/Application.js';
import type { Activity, TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import type { Renderers } from '../cards/create-renderers.ts';
import type { Answer } from '../commands/answer.ts';
import type { Corridor } from '../commands/create-corridor.ts';
import { tameConnector } from './connector-policies.ts';
import { createComposeDoors } from './create-compose-doors.ts';
import { createDialogDoor } from './create-dialog-door.ts';
import { createRefreshDoor } from './create-refresh-door.ts';
import type { RepeatFilter } from './create-repeat-filter.ts';
import type { SearchAllowance } from './create-search-allowance.ts';
import { createShareDoor } from './create-share-door.ts';
import { invokeDeadlineMs, messageDeadlineMs, throttledDeadlineMs, updateDeadlineMs } from './deadlines.ts';
import type { Ask, Turn } from './door.ts';
import { nameError } from './name-error.ts';
import { placeKindOf } from './place-kind.ts';
import { isPrivateTurn, makePrivate } from './private-turns.ts';
import { type CardAction, isCardAction, readCardAction, readSubmittedAction } from './read-card-action.ts';
import { type QuestionDependencies, readQuestion } from './read-question.ts';
import { sendActionResponse, sendAnswer, sendToAskerAlone } from './send-answer.ts';
import { startTypingSign } from './start-typing-sign.ts';
import { isRefusedForGood, wasRefused } from './was-refused.ts';

export interface BotDependencies extends QuestionDependencies, Renderers {
  readonly answer: Corridor;
  readonly repeats: RepeatFilter;
  readonly allowance: SearchAllowance;
  readonly now: () => number;
  readonly log: Pick<Logger, 'warn'>;
  /** See `Config.cardText`. */
  readonly cardText: boolean;
}

/** Runs a turn whose token has been checked. */
export type Bot = (context: TurnContext, arrivedAt: number) => Promise<void>;

/**
 * Creates the bot: teams-ai routes an activity to its door. It gets no storage, so that no turn state is kept,
 * and does neither mentions nor typing, which it would do for all conversations alike.
 */
export function createBot(dependencies: BotDependencies): Bot {
  const { answer, render, results, dialogs, repeats, allowance, now, cardText, log } = dependencies;
  const arrivals = new WeakMap<object, number>();

  const ask: Ask = (context, door, text, deadlineMs, more) =>
    inTime(context, deadlineMs, (turn) =>
      answer({ ...readQuestion(context, { door, text, ...turn }, dependencies), ...more }),
    );

  async function inTime<T>(context: TurnContext, deadlineMs: number, work: (turn: Turn) => Promise<T>): Promise<T> {
    const arrivedAt = arrivals.get(context.activity) ?? now();
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), arrivedAt + deadlineMs - now());
    try {
      return await work({ arrivedAt, deadline: deadline.signal });
    } finally {
      clearTimeout(timer);
    }
  }

  async function answerAt(
    door: 'message' | 'install' | 'card',
    text: string,
    context: TurnContext,
    asOf?: number,
  ): Promise<void> {
    const stopTyping = door === 'install' ? async () => {} : startTypingSign(context);
    const answered = await ask(context, door, text, messageDeadlineMs, { asOf }).finally(stopTyping);
    const { locale } = context.activity;
    // The welcome is for everybody, whoever installed the app.
    if (door !== 'install' && isDenial(answered))
      return await sendToAskerAlone(context, render(answered, locale), cardText);
    const drawn = render(answered, locale, isPrivateTurn(context) ? 'asker' : 'everybody');
    await sendAnswer(context, drawn, cardText, () => render(answered, locale));
  }

  async function answerInPlace(context: TurnContext, action: CardAction | undefined): Promise<void> {
    const answered = await ask(context, 'card', action?.text, invokeDeadlineMs, { asOf: action?.asOf });
    const language = answered.kind === 'failure' ? undefined : action?.locale;
    const audience = isPrivateTurn(context) ? 'asker' : 'everybody';
    await sendActionResponse(context, render(answered, language ?? context.activity.locale, audience));
  }

  async function takeExecuted(context: TurnContext): Promise<void> {
    const action = readCardAction(context.activity);
    if (action === undefined) return await answerInPlace(context, undefined);
    if (action.isPrivate) makePrivate(context);
    if (action.verb === 'refresh') return await refresh.byExecute(context, action);
    await (action.verb === 'share' ? share.byExecute(context, action) : answerInPlace(context, action));
  }

  async function takeMessage(context: TurnContext): Promise<void> {
    const { text, value } = context.activity;
    const action = readSubmittedAction(context.activity);
    if (action?.isPrivate) makePrivate(context);
    if (action?.verb === 'refresh') return await refresh.bySubmit(context, action);
    if (action?.verb === 'share') return await share.bySubmit(context, action);
    if (action !== undefined) return await answerAt('card', action.text, context, action.asOf);
    // A button that is none of the bot's, or a card that somebody shows: nobody asked anything.
    if (!text && value !== undefined && value !== null) return;
    if (isCardAlone(context.activity)) return;
    await answerAt('message', text ?? '', context);
  }

  const compose = createComposeDoors({ ask, results, allowance });
  const dialog = createDialogDoor({ ask, dialogs });
  const doors = { ask, inTime, render, cardText, log };
  const share = createShareDoor({ ...doors, repeats });
  const refresh = createRefreshDoor(doors);
  const application = new RouterOnly({ removeRecipientMention: false });
  const invoke = (name: string, door: (context: TurnContext) => Promise<void>) =>
    application.addRoute(async ({ activity }) => activity.type === 'invoke' && activity.name === name, door, true);
  application.activity('message', takeMessage);
  application.addRoute(async ({ activity }) => isCardAction(activity), takeExecuted, true);
  invoke('composeExtension/query', compose.search);
  invoke('composeExtension/queryLink', compose.link);
  invoke('composeExtension/anonymousQueryLink', compose.anonymousLink);
  invoke('composeExtension/fetchTask', dialog);
  invoke('composeExtension/submitAction', dialog);
  application.activity(
    async (context) => isInstallation(context),
    async (context) => {
      // Teams tells of an installation twice: as installationUpdate and as a new member of the conversation.
      if (!(await repeats.isRepeat(context.activity.conversation.id, 'welcome')))
        await answerAt('install', 'help', context);
    },
  );

  return async (context, arrivedAt) => {
    const { conversation, id, type } = context.activity;
    // An invoke that comes again waits for its answer again, and posts nothing.
    const key = id && type !== 'invoke' ? `activity ${id}` : undefined;
    if (key !== undefined && (await repeats.isRepeat(conversation.id, key))) return;
    arrivals.set(context.activity, arrivedAt);
    answerBelow(context.activity);
    const latestMs = type === 'invoke' ? updateDeadlineMs : throttledDeadlineMs;
    tameConnector(context, arrivedAt + latestMs, now);
    try {
      await application.run(context);
    } catch (error) {
      if (key === undefined) throw error;
      await afterFailure(context, key, error);
    }
  };

  async function afterFailure({ activity: { conversation } }: TurnContext, key: string, error: unknown): Promise<void> {
    // The question may be delivered again; it is answered then, unless this answer may already stand.
    if (wasRefused(error)) await repeats.forget(conversation.id, key);
    if (!isRefusedForGood(error)) throw error;
    log.warn({ conversation: conversation.id, error: nameError(error) }, 'Teams does not take the answer');
  }
}

/** teams-ai 1.7.4 starts its typing timer whatever `startTypingTimer` says: one for all turns, also in channels. */
class RouterOnly extends Application {
  override startTypingTimer(): void {}
}

/**
 * A post that begins a thread is answered below itself: Teams puts an answer where the conversation's id says, and that
 * of such a post may name the channel alone. Source: bot framework issue 6626.
 */
function answerBelow(activity: Activity): void {
  const { type, id, conversation } = activity;
  const isChannelAlone = placeKindOf(activity) === 'channel' && /^19:[^;]+$/.test(conversation.id);
  if (type === 'message' && isChannelAlone && /^\d+$/.test(id ?? '')) conversation.id += `;messageid=${id}`;
}

/** A card put into the message from the compose box, without a word beside it. */
function isCardAlone({ text, attachments }: Activity): boolean {
  const cards = (attachments ?? []).filter(({ contentType }) =>
    contentType?.startsWith('application/vnd.microsoft.card.'),
  );
  return cards.length > 0 && (text ?? '').replace(/<[^<>]*>|&nbsp;/g, '').trim() === '';
}

/** That somebody may not see incidents is nobody else's business. */
function isDenial(answer: Answer): boolean {
  if (answer.kind === 'help') return !answer.allowed;
  return answer.kind === 'failure' && ['not-allowed', 'not-installed', 'not-checked'].includes(answer.code);
}

function isInstallation({ activity }: TurnContext): boolean {
  if (activity.type === 'installationUpdate') return activity.action === 'add';
  if (activity.type !== 'conversationUpdate') return false;
  return (activity.membersAdded ?? []).some(({ id }) => id === activity.recipient.id);
}
