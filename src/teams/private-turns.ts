import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { TurnContext } from 'botbuilder';
import { placeKindOf } from './place-kind.ts';

/** What a turn's answer is, where it is not what the question was: shared by its asker, or about a private card. */
const decided = new WeakMap<object, 'public' | 'private'>();

/**
 * Whether a question was asked with Teams' slash menu and so is seen by its asker and the bot alone (a "targeted"
 * message); its answer then has to be, too. In a chat of two there are no such messages.
 */
export function isPrivateTurn({ activity }: TurnContext): boolean {
  if (placeKindOf(activity) === 'personal') return false;
  const { isTargeted } = activity.recipient as { isTargeted?: unknown };
  const decision = decided.get(activity);
  return decision === undefined ? isTargeted === true : decision === 'private';
}

/** From now on what is posted in this turn is for everybody. */
export function makePublic({ activity }: TurnContext): void {
  decided.set(activity, 'public');
}

/** From now on what is posted in this turn is for its asker alone: it comes from a card that only they see. */
export function makePrivate({ activity }: TurnContext): void {
  decided.set(activity, 'private');
}

/**
 * Posts what belongs to a private turn to the asker alone, and updates it there. The SDK's client knows neither the flag
 * in the address nor the one of the recipient, and would leave both out; an update must name no recipient. Source: Teams'
 * documentation of targeted messages.
 */
export function privatePolicy(context: TurnContext): PipelinePolicy {
  return {
    name: 'privateTurn',
    sendRequest(request, next) {
      if (isPrivateTurn(context) && ['POST', 'PUT'].includes(request.method) && typeof request.body === 'string') {
        const url = new URL(request.url);
        url.searchParams.set('isTargetedActivity', 'true');
        request.url = url.href;
        const { recipient, ...activity } = JSON.parse(request.body);
        const target = request.method === 'POST' ? { recipient: { ...recipient, isTargeted: true } } : {};
        request.body = JSON.stringify({ ...activity, ...target });
      }
      return next(request);
    },
  };
}
