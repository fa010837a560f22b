import type { Activity, TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { DialogRenderer, RenderedDialog } from '../cards/create-dialog-renderer.ts';
import { answerInvoke } from './answer-invoke.ts';
import { attachmentOf } from './card-attachment.ts';
import { invokeDeadlineMs } from './deadlines.ts';
import type { Ask } from './door.ts';

export interface DialogDependencies {
  readonly ask: Ask;
  readonly dialogs: DialogRenderer;
}

/** The door of a message's own menu, "Look up incidents": a dialog that its caller alone sees. */
export type DialogDoor = (context: TurnContext) => Promise<void>;

/** What the menu brings: the message it belongs to. Teams brings it again once the app has been installed. */
const look = z.object({
  // Teams names it as the manifest does; the Playground leaves it out.
  commandId: z.literal('lookUpIncidents').optional(),
  messagePayload: z.object({ body: z.object({ content: z.string() }) }),
});

/**
 * Creates the door for `composeExtension/fetchTask` and, after an installation in between, `composeExtension/submitAction`.
 * Teams offers to install the app from a dialog alone, so it is offered here and nowhere else.
 */
export function createDialogDoor({ ask, dialogs }: DialogDependencies): DialogDoor {
  return async (context) => {
    const { locale } = context.activity;
    const text = readMessage(context.activity);
    await respond(context, dialogs.draw(await ask(context, 'dialog', text, invokeDeadlineMs), locale));
  };
}

function readMessage({ value }: Activity): string | undefined {
  return look.safeParse(value).data?.messagePayload.body.content;
}

async function respond(context: TurnContext, dialog: RenderedDialog): Promise<void> {
  const task =
    dialog.kind === 'text'
      ? { type: 'message', value: dialog.text }
      : {
          type: 'continue',
          value: { title: dialog.title, width: 'medium', height: 'medium', card: attachmentOf(dialog.card) },
        };
  await answerInvoke(context, { task });
}
