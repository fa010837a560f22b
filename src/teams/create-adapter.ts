import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type ConfigurationBotFrameworkAuthenticationOptions,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder';
import type { BotIdentity, Config } from '../config/config.ts';

/** Authenticates an activity and runs a turn on it, without an HTTP server's request and response. */
export interface Adapter {
  /**
   * @param authorization the `Authorization` header, empty where there is none
   * @returns what an invoke is answered with
   * @throws an error of the SDK, before `turn` is called, where the token is not Teams' own
   */
  run(
    authorization: string,
    activity: Activity,
    turn: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined>;
}

/**
 * botbuilder's adapter with its own token checks. Its `process` is not used: it writes error texts into HTTP
 * responses and to the console.
 */
class IncidentAdapter extends CloudAdapter implements Adapter {
  async run(authorization: string, activity: Activity, turn: (context: TurnContext) => Promise<void>) {
    return await this.processActivity(authorization, activity, turn);
  }
}

/** Creates the adapter for the identity and cloud of the settings; offline it checks no tokens. */
export function createAdapter({ mode, cloud }: Pick<Config, 'mode' | 'cloud'>): Adapter {
  const identity = mode.kind === 'online' ? identityOptions(mode.identity) : {};
  const options = { ...identity, ChannelService: cloud.channelService };
  return new IncidentAdapter(new ConfigurationBotFrameworkAuthentication(options));
}

function identityOptions(
  identity: BotIdentity,
): ConfigurationBotFrameworkAuthenticationOptions & Record<string, string> {
  const shared = {
    MicrosoftAppType: identity.type,
    MicrosoftAppId: identity.appId,
    MicrosoftAppTenantId: identity.tenantId,
  };
  switch (identity.kind) {
    case 'secret':
      return { ...shared, MicrosoftAppPassword: identity.password.reveal() };
    case 'certificate':
      return {
        ...shared,
        CertificateThumbprint: identity.thumbprint,
        CertificatePrivateKey: identity.privateKey.reveal(),
      };
    case 'managed-identity':
      return shared;
  }
}
