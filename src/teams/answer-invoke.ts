import type { TurnContext } from 'botbuilder';

/** Answers the invoke of a turn. @param body in the form that Teams documents for the invoke's name */
export async function answerInvoke(context: TurnContext, body: object): Promise<void> {
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}
