import type { Activity } from 'botbuilder';
import { z } from 'zod';
import type { Paging } from '../commands/question.ts';

/** What a button of a card asks for. It went through a client: it names incidents or filters, and proves nothing. */
export interface CardAction {
  readonly verb: 'refresh' | 'show' | 'list' | 'share';
  /** The question, as a person would type it. */
  readonly text: string;
  /** The language of the card, which a refreshed card keeps. */
  readonly locale: string | undefined;
  /** Whether the card was shown to its asker alone: there is no message for others to update. */
  readonly isPrivate: boolean;
  /** Which list is paged through. */
  readonly paging: Paging;
}

/** Five numbers at most, or words without any. */
const incidents = z.string().regex(/^\d{1,19}( \d{1,19}){0,4}$/);
const list = z.string().regex(/^[a-z ]{0,120}(\bpage \d{1,3})?$/);
/** In the form of accounts of Entra; no person has more names. */
const accountName = z.string().regex(/^[\p{L}\p{N}_.!#^~'+-]{1,64}@[\p{L}\p{N}_.-]{1,190}$/u);
const assignees = z
  .string()
  .transform((names) => names.toLowerCase().split(' '))
  .pipe(z.array(accountName).max(4));
/** Milliseconds since 1970. */
const time = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const lang = z.string().max(35).optional().catch(undefined);
const verb = z.enum(['refresh', 'show', 'list', 'share']);

/** The data of the actions in `cards/*.template.json`, which a submitted one has its verb in. */
const data = z.object({
  incidents: incidents.optional(),
  list: list.optional(),
  lang,
  audience: z.string().optional().catch(undefined),
  asOf: time.optional().catch(undefined),
  since: time.optional().catch(undefined),
  assignees: assignees.optional().catch(undefined),
});
const execute = z.object({ action: z.object({ verb, data }) });
const submit = data.extend({ verb });
const submitOfOurs = z.object({ verb });
const executeOfOurs = z.object({ action: z.object({ verb }) });

/** Whether an invoke comes from a button of the bot's (`Action.Execute`); what it carries may still be garbage. */
export function isCardAction({ type, name, value }: Activity): boolean {
  return type === 'invoke' && name === 'adaptiveCard/action' && executeOfOurs.safeParse(value).success;
}

/** What such an invoke asks for; undefined where its data is not that of a card of ours. */
export function readCardAction({ value }: Activity): CardAction | undefined {
  const action = execute.safeParse(value).data?.action;
  return action && toAction({ ...action.data, verb: action.verb });
}

/**
 * The same for the message that `Action.Submit` sends: rows of lists, and clients that know no `Action.Execute`.
 *
 * @returns undefined for what is no press of a button of ours; `garbage` for one whose data is not that of a card of ours
 */
export function readSubmittedAction({ text, value }: Activity): CardAction | 'garbage' | undefined {
  if (text || !submitOfOurs.safeParse(value).success) return undefined;
  const action = submit.safeParse(value).data;
  return (action && toAction(action)) ?? 'garbage';
}

function toAction(submitted: z.infer<typeof submit>): CardAction | undefined {
  const { verb, incidents, list, lang, audience, asOf, assignees, since } = submitted;
  const listed = list === undefined ? undefined : `/incidents ${list}`.trim();
  const text = verb === 'list' ? listed : (incidents ?? (verb === 'share' ? listed : undefined));
  if (text === undefined) return undefined;
  return { verb, text, locale: lang, isPrivate: audience === 'asker', paging: { asOf, assignees, since } };
}
