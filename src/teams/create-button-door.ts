import type { TurnContext } from 'botbuilder';
import type { AnswerRenderer } from '../cards/create-answer-renderer.ts';
import type { RefreshDoor } from './create-refresh-door.ts';
import type { ShareDoor } from './create-share-door.ts';
import { invokeDeadlineMs } from './deadlines.ts';
import type { Ask } from './door.ts';
import { isPrivateTurn, makePrivate } from './private-turns.ts';
import { type CardAction, readCardAction } from './read-card-action.ts';
import { sendActionResponse } from './send-answer.ts';

export interface ButtonDoorDependencies {
  readonly ask: Ask;
  readonly render: AnswerRenderer;
  readonly share: Pick<ShareDoor, 'byExecute'>;
  readonly refresh: Pick<RefreshDoor, 'byExecute'>;
}

/** The door of a card's `Action.Execute`, an invoke: its answer takes the card's place, or is said beside it. */
export type ButtonDoor = (context: TurnContext) => Promise<void>;

/** Creates the door. Whether a card is private is read from its data: that shows less to others, never more. */
export function createButtonDoor({ ask, render, share, refresh }: ButtonDoorDependencies): ButtonDoor {
  async function answerInPlace(context: TurnContext, action: CardAction | undefined): Promise<void> {
    const answered = await ask(context, 'card', action?.text, invokeDeadlineMs, action?.paging);
    const language = answered.kind === 'failure' ? undefined : action?.locale;
    const audience = isPrivateTurn(context) ? 'asker' : 'everybody';
    await sendActionResponse(context, render(answered, language ?? context.activity.locale, audience));
  }

  return async (context) => {
    const action = readCardAction(context.activity);
    if (action === undefined) return await answerInPlace(context, undefined);
    if (action.isPrivate) makePrivate(context);
    if (action.verb === 'refresh') return await refresh.byExecute(context, action);
    await (action.verb === 'share' ? share.byExecute(context, action) : answerInPlace(context, action));
  };
}
