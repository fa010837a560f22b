/** The clouds that offer the incident API. 21Vianet (China) does not, and is refused by `loadConfig`. */
export type CloudName = 'global' | 'gcc' | 'gcch' | 'dod';

/** Everything that differs between clouds, in one row, so that hosts of two clouds can never be mixed. */
export interface Cloud {
  readonly name: CloudName;
  /** Where @azure/identity asks for tokens. */
  readonly authorityHost: string;
  readonly graphOrigin: string;
  readonly graphScope: string;
  readonly defenderOrigin: string;
  readonly defenderScope: string;
  /** botbuilder's `ChannelService`: empty for the public Bot Framework. */
  readonly channelService: string;
  /** Who signs the tokens that activities come with. */
  readonly channelIssuer: string;
  /** Hosts that activities may name as their `serviceUrl`; replies and bot tokens go nowhere else. */
  readonly serviceUrlHosts: readonly string[];
  /** Hosts of the Defender portal; links are built on the first. */
  readonly portalHosts: readonly [string, ...string[]];
}

/**
 * Sources: Graph deployments page (Graph roots), Defender XDR US Government page (API and portal hosts),
 * Teams SDK cloud environments (service URLs), botbuilder `GovernmentConstants` (channel service and issuer).
 * GCC runs on the public login, Graph and portal, but has its own Teams service URL and Defender API.
 * The Defender scope of the government clouds is not documented; API origin + `/.default` follows the public one.
 */
export const clouds: Readonly<Record<CloudName, Cloud>> = Object.freeze({
  global: Object.freeze<Cloud>({
    name: 'global',
    authorityHost: 'https://login.microsoftonline.com',
    graphOrigin: 'https://graph.microsoft.com',
    graphScope: 'https://graph.microsoft.com/.default',
    defenderOrigin: 'https://api.security.microsoft.com',
    defenderScope: 'https://api.security.microsoft.com/.default',
    channelService: '',
    channelIssuer: 'https://api.botframework.com',
    serviceUrlHosts: ['smba.trafficmanager.net', 'smba.onyx.prod.teams.trafficmanager.net'],
    portalHosts: ['security.microsoft.com'],
  }),
  gcc: Object.freeze<Cloud>({
    name: 'gcc',
    authorityHost: 'https://login.microsoftonline.com',
    graphOrigin: 'https://graph.microsoft.com',
    graphScope: 'https://graph.microsoft.com/.default',
    defenderOrigin: 'https://api-gcc.security.microsoft.us',
    defenderScope: 'https://api-gcc.security.microsoft.us/.default',
    channelService: '',
    channelIssuer: 'https://api.botframework.com',
    serviceUrlHosts: ['smba.infra.gcc.teams.microsoft.com'],
    portalHosts: ['security.microsoft.com', 'transition.security.microsoft.com'],
  }),
  gcch: Object.freeze<Cloud>({
    name: 'gcch',
    authorityHost: 'https://login.microsoftonline.us',
    graphOrigin: 'https://graph.microsoft.us',
    graphScope: 'https://graph.microsoft.us/.default',
    defenderOrigin: 'https://api-gov.security.microsoft.us',
    defenderScope: 'https://api-gov.security.microsoft.us/.default',
    channelService: 'https://botframework.azure.us',
    channelIssuer: 'https://api.botframework.us',
    serviceUrlHosts: ['smba.infra.gov.teams.microsoft.us'],
    portalHosts: ['security.microsoft.us'],
  }),
  dod: Object.freeze<Cloud>({
    name: 'dod',
    authorityHost: 'https://login.microsoftonline.us',
    graphOrigin: 'https://dod-graph.microsoft.us',
    graphScope: 'https://dod-graph.microsoft.us/.default',
    defenderOrigin: 'https://api-gov.security.microsoft.us',
    defenderScope: 'https://api-gov.security.microsoft.us/.default',
    channelService: 'https://botframework.azure.us',
    channelIssuer: 'https://api.botframework.us',
    serviceUrlHosts: ['smba.infra.dod.teams.microsoft.us'],
    portalHosts: ['security.apps.mil'],
  }),
});
