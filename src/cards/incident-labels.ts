import type { Incident } from '../incidents/incident.ts';
import { plainLine } from './inert-text.ts';

/** Colours of Adaptive Cards, by severity; always beside the word. */
type Colour = 'attention' | 'warning' | 'accent' | 'default';

const severityColours: ReadonlyMap<string, Colour> = new Map([
  ['high', 'attention'],
  ['medium', 'warning'],
  ['low', 'accent'],
  ['informational', 'default'],
]);

/** The colour of a severity; one that is not known has none. */
export function severityColour(severity: string): Colour {
  return severityColours.get(severity.toLowerCase()) ?? 'default';
}

/** An enum member in words, whether or not it is known: `awaitingAction` is "Awaiting action". Never blank. */
export function humanise(member: string): string {
  const words = plainLine(member)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase()
    .trim();
  return words === '' ? 'Unknown' : `${words[0]?.toUpperCase()}${words.slice(1)}`;
}

/** The title as one plain line; never blank. */
export function titleOf({ displayName, id }: Incident): string {
  return plainLine(displayName ?? '') || `Incident ${id}`;
}

/** Who works on it, or null. */
export function assigneeOf({ assignedTo }: Incident): string | null {
  return plainLine(assignedTo ?? '') || null;
}
