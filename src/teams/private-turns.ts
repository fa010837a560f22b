import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { TurnContext } from 'botbuilder';

/** Turns whose answer is for everybody although the question was not: the asker shares it. */
const shared = new WeakSet<object>();

/**
 * Whether a question was asked with Teams' slash menu and so is seen by its asker and the bot alone (a "targeted"
 * message); its answer then has to be, too.
 */
export function isPrivateTurn({ activity }: TurnContext): boolean {
  const { isTargeted } = activity.recipient as { isTargeted?: unknown };
  return isTargeted === true && !shared.has(activity);
}

/** From now on what is posted in this turn is for everybody. */
export function makePublic({ activity }: TurnContext): void {
  shared.add(activity);
}

/**
 * Posts what belongs to a private turn to the asker alone. The SDK's client knows neither the flag in the address nor
 * the one of the recipient, and would leave both out. Source: Teams' documentation of targeted messages.
 */
export function privatePolicy(context: TurnContext): PipelinePolicy {
  return {
    name: 'privateTurn',
    sendRequest(request, next) {
      if (isPrivateTurn(context) && request.method === 'POST' && typeof request.body === 'string') {
        const url = new URL(request.url);
        url.searchParams.set('isTargetedActivity', 'true');
        request.url = url.href;
        const activity = JSON.parse(request.body);
        request.body = JSON.stringify({ ...activity, recipient: { ...activity.recipient, isTargeted: true } });
      }
      return next(request);
    },
  };
}
