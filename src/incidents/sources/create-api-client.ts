import { randomUUID } from 'node:crypto';
import {
  createEmptyPipeline,
  createHttpHeaders,
  createPipelineRequest,
  type HttpClient,
  type Pipeline,
  type PipelinePolicy,
  type PipelineRequestOptions,
  type PipelineResponse,
  retryPolicy,
} from '@azure/core-rest-pipeline';
import type { RequestBudget } from '../create-request-budget.ts';
import { Failure } from '../failure.ts';
import type { CallTrace } from '../incident-source.ts';
import { attemptTimeoutPolicy } from './attempt-timeout-policy.ts';
import { classifyError, classifyResponse } from './classify-failure.ts';
import { type CallMeter, meterCalls } from './meter-calls.ts';
import { retryAfterStrategy, transientStrategy } from './retry-strategies.ts';

/** Asks one API for one resource. */
export interface ApiClient {
  /**
   * @param path absolute path below the API's origin
   * @returns the body of a 200
   * @throws Failure for everything else
   */
  get(path: string, trace: CallTrace): Promise<string>;
  /** The same for a question that is put as a JSON body. Must be one that may be asked again: it is retried. */
  post(path: string, body: object, trace: CallTrace): Promise<string>;
}

export interface ApiClientOptions {
  /** Scheme, host and port, without a trailing slash. */
  readonly origin: string;
  /** Puts the token on the request. */
  readonly authentication: PipelinePolicy;
  /** Sends requests through a proxy, where there is one. */
  readonly proxy?: PipelinePolicy | undefined;
  readonly httpClient: HttpClient;
  readonly budget: RequestBudget;
  /** Named in `missing-permission`. */
  readonly role: string;
  readonly timeouts?: { readonly attemptMs: number; readonly totalMs: number };
}

/**
 * The total fits into the 9 s in which a message is answered. A slow answer is worth waiting for; after a hung
 * connection a second one gets the rest.
 */
const defaultTimeouts = { attemptMs: 6_000, totalMs: 7_500 };
const maxRetries = 2;

/** Creates the client. Whose calls are numbered tries again by asking again: it types on. */
export function createApiClient(options: ApiClientOptions): ApiClient {
  const { origin, httpClient, role, timeouts = defaultTimeouts } = options;
  const pipelines = {
    patient: createPipeline(options, { attemptMs: timeouts.attemptMs, maxRetries }),
    once: createPipeline(options, { attemptMs: timeouts.attemptMs, maxRetries: 0 }),
  };

  async function send(path: string, trace: CallTrace, content: Pick<PipelineRequestOptions, 'method' | 'body'>) {
    const meter = await meterCalls(trace);
    const pipeline = trace.allowance === undefined ? pipelines.patient : pipelines.once;
    const total = new AbortController();
    const timer = setTimeout(() => total.abort(), timeouts.totalMs);
    try {
      const request = createPipelineRequest({
        ...content,
        url: `${origin}${path}`,
        allowInsecureConnection: origin.startsWith('http:'),
        abortSignal: total.signal,
        headers: createHttpHeaders({
          Accept: 'application/json',
          'Accept-Encoding': 'identity',
          ...(content.body !== undefined && { 'Content-Type': 'application/json' }),
          // Without it Graph sends members past the sentinel, such as awaitingAction, as unknownFutureValue.
          Prefer: 'include-unknown-enum-members',
          'client-request-id': randomUUID(),
        }),
      });
      const counting: HttpClient = { sendRequest: (attempt) => countCall(httpClient, attempt, trace, meter) };
      const response = await pipeline.sendRequest(counting, request);
      if (response.status !== 200) throw classifyResponse(response, role);
      return response.bodyAsText ?? '';
    } catch (error) {
      throw error instanceof Failure ? error : classifyError(error, total.signal.aborted);
    } finally {
      clearTimeout(timer);
      await meter.end();
    }
  }

  return {
    get: (path, trace) => send(path, trace, { method: 'GET' }),
    post: (path, body, trace) => send(path, trace, { method: 'POST', body: JSON.stringify(body) }),
  };
}

/**
 * Builds the pipeline: retry outside, then budget, token and time-out for each attempt. There is no redirect
 * policy, so a token never follows one; and no decompression, so a small body can not unfold into a large one.
 */
function createPipeline(
  { authentication, proxy, budget }: ApiClientOptions,
  { attemptMs, maxRetries }: { attemptMs: number; maxRetries: number },
): Pipeline {
  const pipeline = createEmptyPipeline();
  if (proxy !== undefined) pipeline.addPolicy(proxy);
  pipeline.addPolicy(retryPolicy([retryAfterStrategy(), transientStrategy()], { maxRetries }), { phase: 'Retry' });
  pipeline.addPolicy(budgetPolicy(budget), { afterPhase: 'Retry' });
  pipeline.addPolicy(authentication, { afterPhase: 'Retry', afterPolicies: ['budget'] });
  pipeline.addPolicy(attemptTimeoutPolicy(attemptMs), { phase: 'Sign' });
  return pipeline;
}

async function countCall(
  httpClient: HttpClient,
  request: Parameters<HttpClient['sendRequest']>[0],
  trace: CallTrace,
  meter: CallMeter,
): Promise<PipelineResponse> {
  await meter.count();
  const response = await httpClient.sendRequest(request);
  const requestId = response.headers.get('request-id');
  // It goes into the log and the audit trail: an id or nothing.
  if (requestId !== undefined && /^[\w-]{1,64}$/.test(requestId)) trace.requestIds.push(requestId);
  return response;
}

function budgetPolicy(budget: RequestBudget): PipelinePolicy {
  return {
    name: 'budget',
    async sendRequest(request, next) {
      await budget.spend();
      return next(request);
    },
  };
}
