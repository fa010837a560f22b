import { setTimeout as delay } from 'node:timers/promises';
import type { TurnContext } from 'botbuilder';
import { placeKindOf } from './place-kind.ts';
import { isPrivateTurn } from './private-turns.ts';

/** A sign that takes longer to send is overtaken by the answer. */
const patienceMs = 500;
/** Nobody waits for a sign that comes this late anyway; quicker answers need none. */
const delayMs = 700;

/**
 * Shows that the bot is at work once 700 ms have passed. Teams has no such sign in channels. teams-ai's own
 * typing timer is not used: it is one for all turns of an application.
 *
 * @returns stops it, and waits a moment for a sign that is being sent, so that it does not arrive after the answer
 */
export function startTypingSign(context: TurnContext): () => Promise<void> {
  // Nobody else is to see that a private question was asked.
  if (placeKindOf(context.activity) === 'channel' || isPrivateTurn(context)) return async () => {};
  let sent: Promise<unknown> = Promise.resolve();
  const timer = setTimeout(() => {
    sent = context.sendActivity({ type: 'typing' }).catch(() => undefined);
  }, delayMs);
  return async () => {
    clearTimeout(timer);
    await Promise.race([sent, delay(patienceMs, undefined, { ref: false })]);
  };
}
