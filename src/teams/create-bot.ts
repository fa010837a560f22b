import { Application } from '@microsoft/teams-ai/lib/Application.js';
import type { Activity, TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import type { Renderers } from '../cards/create-renderers.ts';
import { tameConnector } from './connector-policies.ts';
import { type AskDependencies, createAsk } from './create-ask.ts';
import { createButtonDoor } from './create-button-door.ts';
import { createComposeDoors } from './create-compose-doors.ts';
import { createDialogDoor } from './create-dialog-door.ts';
import { createMessageDoor } from './create-message-door.ts';
import { createRefreshDoor } from './create-refresh-door.ts';
import type { RepeatFilter } from './create-repeat-filter.ts';
import type { SearchAllowance } from './create-search-allowance.ts';
import { createShareDoor } from './create-share-door.ts';
import { throttledDeadlineMs, updateDeadlineMs } from './deadlines.ts';
import { nameError } from './name-error.ts';
import { placeKindOf } from './place-kind.ts';
import { isCardAction } from './read-card-action.ts';
import { isRefusedForGood, wasRefused } from './was-refused.ts';

export interface BotDependencies extends AskDependencies, Renderers {
  readonly repeats: RepeatFilter;
  readonly allowance: SearchAllowance;
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
  const { render, results, dialogs, repeats, allowance, now, cardText, log } = dependencies;
  const { ask, inTime, arrived } = createAsk(dependencies);
  const share = createShareDoor({ ask, inTime, render, cardText, log, repeats });
  const refresh = createRefreshDoor({ ask, inTime, render, cardText, log });
  const message = createMessageDoor({ ask, render, cardText, share, refresh });
  const button = createButtonDoor({ ask, render, share, refresh });
  const compose = createComposeDoors({ ask, results, allowance });
  const dialog = createDialogDoor({ ask, dialogs });

  async function welcomeOnce(context: TurnContext): Promise<void> {
    // Teams tells of an installation twice: as installationUpdate and as a new member of the conversation.
    if (!(await repeats.isRepeat(context.activity.conversation.id, 'welcome'))) await message.welcome(context);
  }

  const application = new RouterOnly({ removeRecipientMention: false });
  const invoke = (name: string, door: (context: TurnContext) => Promise<void>) =>
    application.addRoute(async ({ activity }) => activity.type === 'invoke' && activity.name === name, door, true);
  application.activity('message', message.take);
  application.activity(async (context) => isInstallation(context), welcomeOnce);
  application.addRoute(async ({ activity }) => isCardAction(activity), button, true);
  invoke('composeExtension/query', compose.search);
  invoke('composeExtension/queryLink', compose.link);
  invoke('composeExtension/anonymousQueryLink', compose.anonymousLink);
  invoke('composeExtension/fetchTask', dialog);
  invoke('composeExtension/submitAction', dialog);

  return async (context, arrivedAt) => {
    const { conversation, id, type } = context.activity;
    // An invoke that comes again waits for its answer again, and posts nothing.
    const key = id && type !== 'invoke' ? `activity ${id}` : undefined;
    if (key !== undefined && (await repeats.isRepeat(conversation.id, key))) return;
    arrived(context, arrivedAt);
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

function isInstallation({ activity }: TurnContext): boolean {
  if (activity.type === 'installationUpdate') return activity.action === 'add';
  if (activity.type !== 'conversationUpdate') return false;
  return (activity.membersAdded ?? []).some(({ id }) => id === activity.recipient.id);
}
