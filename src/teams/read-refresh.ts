import type { Activity } from 'botbuilder';
import { z } from 'zod';

/** What a Refresh button asks for. It went through a client: it names incidents, and proves nothing. */
export interface RefreshRequest {
  /** The numbers of the card's incidents, as a person would type them. */
  readonly text: string;
  /** The language of the card, which it keeps. */
  readonly locale: string | undefined;
}

/** The data of the actions in `cards/*.template.json`. */
const data = z.object({
  incidents: z.string().regex(/^\d{1,19}( \d{1,19}){0,4}$/),
  lang: z.string().max(35).optional().catch(undefined),
});
const verb = z.literal('refresh');
const execute = z.object({ action: z.object({ verb, data }) });
const submit = data.extend({ verb });

/** Whether an invoke comes from the Refresh button (`Action.Execute`); what it carries may still be garbage. */
export function isRefresh({ type, name, value }: Activity): boolean {
  return (
    type === 'invoke' &&
    name === 'adaptiveCard/action' &&
    z.object({ action: z.object({ verb }) }).safeParse(value).success
  );
}

/** What such an invoke asks for; undefined where its data is not that of a card of ours. */
export function readRefresh({ value }: Activity): RefreshRequest | undefined {
  return toRequest(execute.safeParse(value).data?.action.data);
}

/** The same for the message that clients without `Action.Execute` send (`Action.Submit`). */
export function readSubmittedRefresh({ text, value }: Activity): RefreshRequest | undefined {
  return text ? undefined : toRequest(submit.safeParse(value).data);
}

function toRequest(found: z.infer<typeof data> | undefined): RefreshRequest | undefined {
  return found && { text: found.incidents, locale: found.lang };
}
