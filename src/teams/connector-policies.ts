import {
  type Pipeline,
  type PipelinePolicy,
  type PipelineRequest,
  type PipelineResponse,
  type RetryStrategy,
  retryPolicy,
} from '@azure/core-rest-pipeline';
import type { TurnContext } from 'botbuilder';
import type { ConnectorClient } from 'botframework-connector';
import { attemptTimeoutPolicy } from '../incidents/sources/attempt-timeout-policy.ts';
import { limitedHttpClient } from '../incidents/sources/limited-http-client.ts';
import { readRetryAfterHeader } from '../incidents/sources/retry-strategies.ts';
import { privatePolicy } from './private-turns.ts';

const requestTimeoutMs = 5_000;

/**
 * Replaces what the SDK's connector client does on its own. Posting is not idempotent, and its pipeline posts
 * again after resets and 5xx, when the message may already stand, and follows redirects. Ours tries again only
 * where nothing was posted (429, and 412, which Teams documents as one to try again), goes where it was told, and
 * gives up in time.
 *
 * @param untilMs milliseconds since 1970 after which nothing is tried again
 */
export function tameConnector(context: TurnContext, untilMs: number, now: () => number): void {
  const pipeline = connectorPipeline(context);
  pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  pipeline.removePolicy({ name: 'redirectPolicy' });
  pipeline.addPolicy(retryPolicy([afterThrottling(untilMs, now)], { maxRetries: 3 }), { phase: 'Retry' });
  pipeline.addPolicy(attemptTimeoutPolicy(requestTimeoutMs), { afterPhase: 'Retry' });
  pipeline.addPolicy(limitedBodyPolicy, { afterPhase: 'Retry' });
  pipeline.addPolicy(privatePolicy(context), { afterPhase: 'Serialize' });
}

/** What tries again until `untilMs` what Teams refused for now. */
export function afterThrottling(untilMs: number, now: () => number): RetryStrategy {
  return {
    name: 'afterThrottling',
    retry({ response, retryCount }) {
      // An update that waits could land after a younger one, and leave the older card for everybody.
      const throttled = response?.status === 429 || response?.status === 412;
      if (!throttled || response.request.method === 'PUT') return { skipStrategy: true };
      const seconds = readRetryAfterHeader(response.headers) ?? (2 ** retryCount / 2) * (1 + Math.random() / 4);
      return now() + seconds * 1000 <= untilMs ? { retryAfterInMs: seconds * 1000 } : { skipStrategy: true };
    },
  };
}

/** Teams' answers have a few kilobytes; the SDK would gather one of any size, until it ends the process. */
const limitedBodyPolicy: PipelinePolicy = {
  name: 'limitedBody',
  sendRequest: (request, next) => limitedHttpClient({ sendRequest: next }).sendRequest(request),
};

/** The SDK keeps the client private; if it ever moves, this fails at once instead of posting twice in silence. */
function connectorPipeline(context: TurnContext): Pipeline {
  const { pipeline } = connectorOf(context).client;
  if (pipeline === undefined) throw new TypeError('the connector client has no pipeline');
  return pipeline;
}

/** The SDK's client as far as it is used. */
interface Connector extends Pick<ConnectorClient, 'conversations'> {
  readonly client: { readonly pipeline?: Pipeline; sendRequest(request: PipelineRequest): Promise<PipelineResponse> };
}

/** The client that the SDK made for this turn, with the token and the address of the turn. */
export function connectorOf(context: TurnContext): Connector {
  const key = (context.adapter as { ConnectorClientKey?: symbol }).ConnectorClientKey;
  const connector = context.turnState.get(key);
  if (connector?.client === undefined) throw new TypeError('the turn has no connector client');
  return connector;
}
