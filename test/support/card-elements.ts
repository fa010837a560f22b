/** An element or action of a card, as JSON. */
// biome-ignore lint/suspicious/noExplicitAny: tests look deep into cards, and fail where they differ
export type CardElement = Record<string, any>;

/** Everything in `card` that has a type, in reading order, the card itself first. */
export function elementsOf(card: unknown): CardElement[] {
  const found: CardElement[] = [];
  JSON.stringify(card, (_, value) => {
    if (value !== null && typeof value === 'object' && 'type' in value) found.push(value);
    return value;
  });
  return found;
}

/** The actions that stand in ActionSets, in reading order. */
export function actionsOf(card: unknown): CardElement[] {
  return elementsOf(card).flatMap(({ type, actions }) => (type === 'ActionSet' ? actions : []));
}
