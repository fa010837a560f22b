import type { Logger } from 'pino';
import { type AuditTrail, createAuditTrail } from './access/create-audit-trail.ts';
import { createGroupCheck, groupRoles } from './access/create-group-check.ts';
import { createRenderers } from './cards/create-renderers.ts';
import { createCorridor } from './commands/create-corridor.ts';
import { createQuestionLog } from './commands/log-question.ts';
import type { Config } from './config/config.ts';
import { ConfigError } from './config/config-error.ts';
import { connectRedis } from './incidents/connect-redis.ts';
import { createConnection } from './incidents/create-connection.ts';
import { createIncidents, storeScope } from './incidents/create-incidents.ts';
import { unlimitedBudget } from './incidents/create-request-budget.ts';
import { createServer, type Server } from './server/create-server.ts';
import { createAdapter } from './teams/create-adapter.ts';
import { createBot } from './teams/create-bot.ts';
import { createReceiver } from './teams/create-receiver.ts';
import { createRepeatFilter } from './teams/create-repeat-filter.ts';
import { createRoster } from './teams/create-roster.ts';
import { createSearchAllowance } from './teams/create-search-allowance.ts';

/**
 * Puts the parts together as the settings say; nothing listens yet.
 *
 * @throws ConfigError where the audit trail can not be opened, which no look at the settings can tell for sure
 */
export async function compose(config: Config, { log, now }: { log: Logger; now: () => number }): Promise<Server> {
  const audit = openAuditTrail(config.auditFile, now);
  const store = config.redisUrl && (await connectRedis(config.redisUrl, log));
  const connect = await createConnection(config);
  const { graphOrigin: origin, graphScope: scope } = config.cloud;
  const answer = createCorridor({
    config,
    ...createIncidents(config, connect, now, store),
    // Graph's directory has a limit that people's questions do not come near.
    isInAllowedGroup: createGroupCheck(
      config.access.groups,
      () => connect({ origin, scope, role: groupRoles }, unlimitedBudget),
      now,
    ),
    audit,
    log: createQuestionLog(log),
    now,
  });
  const bot = createBot({
    answer,
    ...createRenderers(),
    repeats: createRepeatFilter(storeScope(config), store),
    allowance: createSearchAllowance(storeScope(config), store),
    now,
    log,
    cardText: config.cardText,
    roster: createRoster(now),
    offline: config.mode.kind === 'offline',
  });
  const adapter = createAdapter(config);
  const server = createServer({
    receiver: createReceiver({ config, adapter, bot, log }),
    log,
    now,
    loopbackOnly: config.mode.kind === 'offline',
  });
  return {
    listen: server.listen,
    async close(graceMs) {
      await server.close(graceMs);
      store?.close();
    },
  };
}

function openAuditTrail(file: string | undefined, now: () => number): AuditTrail {
  try {
    return createAuditTrail(file, now);
  } catch {
    throw new ConfigError([{ variable: 'AUDIT_FILE', problem: 'names a file that can not be written.' }]);
  }
}
