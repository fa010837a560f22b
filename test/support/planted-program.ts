import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SampleIncident, sampleIncidents } from '../../src/sandbox/sample-incidents.ts';
import { createMessage } from './activities.ts';
import { createEchoingRedis } from './echo.ts';
import { serviceUrl } from './fake-internet.ts';
import type { LaunchedProgram } from './launch-program.ts';
import { createOnlineProgram, type OnlineProgram } from './online-program.ts';
import { findPlanted } from './planted-secrets.ts';
import { tally } from './tally.ts';

/** With what each encoding has to change, so that every form differs from the others. */
const odd = '"/+\\&é= ?';
export const secrets = {
  'password of the bot': `pl4nted-bot${odd}1`,
  'secret of the reader': `pl4nted-reader${odd}2`,
  'password of Redis': `pl4nted-redis${odd}3`,
  'password of the proxy': `pl4nted-proxy${odd}4`,
  'token of the bot': 'eyJ0.pl4nted-token-of-the-bot.5',
  'token of the reader': 'eyJ0.pl4nted-token-of-the-reader.6',
};
/** May be posted to Teams, but is in no log. */
export const content = {
  'title of an incident': 'Pl4nted title of an incident',
  'text of a message': 'pl4nted text of mine',
};
export const reader = '11111111-1111-4111-8111-111111111111';

/** The program online, with a secret planted wherever one can be set or handed to it. */
export interface PlantedProgram extends OnlineProgram {
  /** Settings that hold the secrets; `launch` takes them. */
  readonly environment: Record<string, string>;
  /** What Redis was told. */
  heardByRedis(): string;
  /** Posts an activity with a good token, or with `authorization`. */
  post(program: LaunchedProgram, activity: object, authorization?: string): Promise<number>;
  ask(program: LaunchedProgram, text: string): Promise<number>;
  /** Sends any request; what comes back is searched, too. */
  send(program: LaunchedProgram, path: string, init: RequestInit): Promise<number>;
  /** Counts and asserts that nothing planted is in what the program wrote, answered and posted. */
  expectNothingOf(program: LaunchedProgram, more?: Readonly<Record<string, string>>): void;
}

export async function createPlantedProgram(): Promise<PlantedProgram> {
  const titled = (id: string): [string, SampleIncident] => [
    id,
    { ...(sampleIncidents.get('29') as SampleIncident), id, displayName: content['title of an incident'] },
  ];
  const redis = await createEchoingRedis();
  const online = await createOnlineProgram({
    proxyPassword: secrets['password of the proxy'],
    tokens: {
      'api.botframework.com': secrets['token of the bot'],
      'graph.microsoft.com': secrets['token of the reader'],
    },
    sandbox: { incidents: new Map(['29', '30', '31'].map(titled)) },
  });
  const answers: string[] = [];
  const sent: Record<string, string> = {};

  const planted: PlantedProgram = {
    ...online,
    environment: {
      MicrosoftAppPassword: secrets['password of the bot'],
      AZURE_CLIENT_ID: reader,
      AZURE_CLIENT_SECRET: secrets['secret of the reader'],
      REDIS_URL: `redis://:${encodeURIComponent(secrets['password of Redis'])}@127.0.0.1:${redis.port}`,
      LOG_LEVEL: 'trace',
    },
    heardByRedis: redis.heard,
    async send(program, path, init) {
      const response = await fetch(`${await program.url()}${path}`, init);
      answers.push(JSON.stringify([...response.headers]), await response.text());
      return response.status;
    },
    async post(program, activity, authorization) {
      const header = authorization ?? `Bearer ${await online.sign()}`;
      sent[`token ${Object.keys(sent).length}`] = header.replace(/^\w+ /, '');
      const headers = { 'Content-Type': 'application/json', Authorization: header };
      return planted.send(program, '/api/messages', { method: 'POST', headers, body: JSON.stringify(activity) });
    },
    ask: (program, text) => planted.post(program, createMessage(text, serviceUrl)),
    expectNothingOf(program, more = {}) {
      const all = { ...secrets, ...sent, ...more };
      const logs = program.output() + readIfThere(join(online.folder, 'audit.log'));
      const posted = [...online.connector.posted, ...online.connector.updated].map(({ activity }) => activity);
      const found = [
        ...findPlanted([logs, ...answers, JSON.stringify(posted)].join('\n'), all),
        ...findPlanted(logs, content),
      ];
      tally('secrets', { planted: Object.keys({ ...all, ...content }).length, 'found in output': found.length });
      expect(found).toEqual([]);
    },
    close: async () => void (await Promise.all([online.close(), redis.close()])),
  };
  return planted;
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
