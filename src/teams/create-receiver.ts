import type { Activity } from 'botbuilder';
import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import { isOfAllowedTenant } from './allowed-tenants.ts';
import type { Adapter } from './create-adapter.ts';
import type { Bot } from './create-bot.ts';
import { decodeActivity, readTenants } from './decode-activity.ts';
import { isChannelToken } from './is-channel-token.ts';
import { isTrustedServiceUrl } from './is-trusted-service-url.ts';
import { nameError } from './name-error.ts';

/** What a POST to the messaging endpoint brings. */
export interface Delivery {
  /** The parsed JSON body. */
  readonly body: unknown;
  /** Milliseconds since 1970. */
  readonly arrivedAt: number;
}

/** What the messaging endpoint answers; a body only with an invoke. */
export interface Receipt {
  readonly status: number;
  readonly body?: unknown;
}

/** The way in for what comes with a header that is worth it; there is no other. */
export interface Admission {
  receive(delivery: Delivery): Promise<Receipt>;
}

/** The messaging endpoint, free of HTTP's own types. */
export interface Receiver {
  /** Reads a header before the body is read; where that is not worth it, what is to be answered. */
  admit(authorization: string): Admission | Receipt;
}

export interface ReceiverDependencies {
  readonly config: Pick<Config, 'mode' | 'cloud' | 'access'>;
  readonly adapter: Adapter;
  readonly bot: Bot;
  readonly log: Logger;
}

/**
 * Creates the way in: header, shape, sender, address, then the token, the tenant, and the turn. Whatever is refused gets
 * a bare status; why is in the log only. The resolved receipt means that the answer has been sent.
 */
export function createReceiver({ config, adapter, bot, log }: ReceiverDependencies): Receiver {
  const online = config.mode.kind === 'online';

  function refuse(status: number, reason: string, facts: object = {}): Receipt {
    log.warn({ status, reason, ...facts }, 'activity refused');
    return { status };
  }

  function admit(authorization: string): Admission | Receipt {
    const admission: Admission = { receive: (delivery) => receive(authorization, delivery) };
    if (!online) return admission;
    if (!/^Bearer \S+$/.test(authorization)) return refuse(401, 'no bearer token');
    const token = authorization.slice('Bearer '.length);
    return isChannelToken(token, config) ? admission : refuse(401, 'token not of the Bot Framework');
  }

  function check(body: unknown): Activity | Receipt {
    const activity = decodeActivity(body);
    if (activity === undefined) return refuse(400, 'no activity');
    // botbuilder checks tokens of other channels by other rules; this bot is for Teams.
    if (online && activity.channelId !== 'msteams') return refuse(403, 'not from Teams');
    if (!isTrustedServiceUrl(activity.serviceUrl, config)) return refuse(403, 'service URL not of this cloud');
    return activity;
  }

  async function receive(authorization: string, { body, arrivedAt }: Delivery): Promise<Receipt> {
    const checked = check(body);
    if (!('type' in checked)) return checked;
    const allowed = isOfAllowedTenant(checked, config);
    let authenticated = false;
    try {
      const invoked = await adapter.run(authorization, checked, (context) => {
        authenticated = true;
        return allowed ? bot(context, arrivedAt) : Promise.resolve();
      });
      // Not before the token's check: who may ask is nothing that a stranger can try out, nor put into the log.
      if (!allowed) return refuse(403, 'foreign tenant', { tenants: readTenants(checked) });
      return invoked === undefined ? { status: 200 } : { status: invoked.status, body: invoked.body };
    } catch (error) {
      if (!authenticated)
        return isKeyTrouble(error) ? refuse(503, 'keys out of reach') : refuse(401, 'token not valid');
      log.error(
        { conversation: checked.conversation.id, activity: checked.id, error: nameError(error) },
        'turn failed',
      );
      return { status: 500 };
    }
  }

  return { admit };
}

/** Microsoft's signing keys could not be fetched: the sender may be right, so it may try again. */
function isKeyTrouble(error: unknown): boolean {
  const { name, statusCode } = nameError(error);
  return name === 'FetchError' || statusCode === 500;
}
