import type { CardPayload } from './create-card-template.ts';

/** The newest version that Teams takes in a card that it makes of a link. */
const sharedVersion = '1.3';

/**
 * A card as it may stand in a message that a person sends, of a search or of a link: without Refresh, because only a
 * bot's own messages can be updated, and without what version 1.3 does not have.
 */
export function shareCard(card: CardPayload): CardPayload {
  const { refresh: _, ...rest } = card;
  return { ...(prune(rest) as CardPayload), version: sharedVersion };
}

/** Leaves out `Action.Execute`, what holds nothing without it, and the styles of texts. */
function prune(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prune).filter((each) => each !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const { type } = value as { type?: unknown };
  if (type === 'Action.Execute') return undefined;
  const kept = Object.entries(value)
    .filter(([key]) => !(type === 'TextBlock' && key === 'style'))
    .map(([key, each]) => [key, prune(each)] as const);
  const empty = kept.some(([key, each]) => ['actions', 'items'].includes(key) && Array.isArray(each) && !each.length);
  return empty ? undefined : Object.fromEntries(kept);
}
