import type { Activity, TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { Asker, Place } from '../access/decide-access.ts';
import type { Door, Question } from '../commands/question.ts';
import { guid } from '../config/patterns.ts';
import type { Roster } from './create-roster.ts';
import { decodeChannelData, tenantOf } from './decode-activity.ts';
import { placeKindOf } from './place-kind.ts';
import { withoutThread } from './without-thread.ts';

export interface QuestionDependencies {
  readonly roster: Roster;
  /** Offline there is no tenant, so a person whom the local client's roster does not know is no guest. */
  readonly offline: boolean;
}

/** Turns the activity of a turn into a question, free of Teams' types. Everything in it was signed by Teams. */
export function readQuestion(
  context: TurnContext,
  turn: Pick<Question, 'arrivedAt' | 'deadline'> & { readonly door: Door; readonly text: string | undefined },
  dependencies: QuestionDependencies,
): Question {
  const { recipient } = context.activity;
  return {
    ...turn,
    botName: recipient.name,
    asker: readAsker(context, turn.deadline, dependencies),
    place: readPlace(context, turn.deadline, dependencies),
    timeZone: readTimeZone(context.activity),
  };
}

function readAsker(context: TurnContext, deadline: AbortSignal, { roster, offline }: QuestionDependencies): Asker {
  const { from } = context.activity;
  const tenantId = tenantOf(context.activity);
  return {
    userId: readUserId(from.aadObjectId, offline),
    name: from.name || undefined,
    tenantId,
    isBot: /^bot$/i.test(String(from.role)) || from.id.startsWith('28:'),
    accountNames: () => roster.accountNames(context, deadline),
    async rosterEntry() {
      const entry = await roster.entry(context, deadline);
      if (!offline || entry.kind === 'not-installed') return entry;
      const told = entry.kind === 'listed' ? entry : undefined;
      return { kind: 'listed', role: told?.role ?? 'user', tenantId: told?.tenantId ?? tenantId };
    },
  };
}

/** The zero id is nobody's. A local client's people have ids that are only like GUIDs. */
function readUserId(id: string | undefined, offline: boolean): string | undefined {
  const isOne = (offline ? /^[\w-]{1,64}$/ : guid).test(id ?? '') && !/^[0-]+$/.test(id ?? '');
  return isOne ? id : undefined;
}

function readPlace(context: TurnContext, deadline: AbortSignal, { roster }: QuestionDependencies): Place {
  const { conversation, channelData } = context.activity;
  const conversationId = conversation.id;
  const kind = placeKindOf(context.activity);
  switch (kind) {
    case 'channel': {
      const { channel, team } = decodeChannelData(channelData);
      return {
        kind,
        conversationId,
        // The answer goes where the conversation's id says, so that is what the rules are asked about.
        channelId: conversationId.startsWith('19:') ? withoutThread(conversationId) : (channel?.id ?? conversationId),
        teamGroupId: async () => team?.aadGroupId ?? roster.teamGroupId(context, deadline),
      };
    }
    case 'groupChat':
    case 'personal':
      return { kind, conversationId };
  }
}

const clientEntities = z.array(z.looseObject({ type: z.unknown(), timezone: z.unknown() }));

/** The asker's time zone as Teams tells it; one that is not known here counts as none. */
function readTimeZone({ localTimezone, entities }: Activity): string {
  const client = clientEntities.safeParse(entities);
  const told = client.data?.find(({ type }) => type === 'clientInfo')?.timezone;
  return [localTimezone, told].find((name): name is string => typeof name === 'string' && isTimeZone(name)) ?? 'UTC';
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
