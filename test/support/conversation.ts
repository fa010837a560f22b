import type { ServerResponse } from 'node:http';
import { expect } from '@jest/globals';
import { sampleTenantId } from '../../src/sandbox/sample-incidents.ts';
import { createMessage } from './activities.ts';
import type { PostedActivity } from './fake-connector.ts';
import { type BotOptions, type RunningBot, startBot } from './start-bot.ts';

/** A running bot that is talked to, one a test. */
export interface Conversation {
  readonly bot: RunningBot;
  start(options?: BotOptions): Promise<void>;
  /** Asks, and returns the one message that came back. */
  ask(text: string, differences?: object): Promise<PostedActivity>;
  close(): Promise<void>;
}

/** Creates a conversation; `start` starts its bot, and has to be called first in each test. */
export function createConversation(): Conversation {
  let bot: RunningBot | undefined;
  const running = (): RunningBot => {
    if (bot === undefined) throw new RangeError('the bot has not been started');
    return bot;
  };
  return {
    get bot() {
      return running();
    },
    async start(options) {
      bot = await startBot(options);
    },
    async ask(text, differences = {}) {
      const { connector, post } = running();
      const before = connector.messages().length;
      const response = await post(createMessage(text, connector.serviceUrl, differences));
      expect(response.status).toBe(200);
      expect(connector.messages()).toHaveLength(before + 1);
      return connector.messages()[before] as PostedActivity;
    },
    close: () => running().close(),
  };
}

/** Everything a person can read of a message. */
export const shown = ({ activity }: PostedActivity): string =>
  JSON.stringify(activity.attachments?.[0].content.body ?? activity.text);

/** Answers a post with a bare status. In steps: restify's patched `writeHead` returns nothing. */
export function refuse(response: ServerResponse, status: number, headers: Record<string, string> = {}): boolean {
  response.writeHead(status, headers);
  response.end();
  return true;
}

/** The documented incident in the portal of its tenant. */
export const portal = `https://security.microsoft.com/incident2/29/overview?tid=${sampleTenantId}`;
