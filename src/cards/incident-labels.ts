import type { Incident } from '../incidents/incident.ts';
import { plainLine, shorten } from './inert-text.ts';
import type { Wording } from './wording.ts';

/**
 * Teams refuses a message of more than 80 to 100 KB, and then the asker would get nothing. With these bounds five
 * incidents of nothing but characters that have to be escaped stay below 28 KB; the portal has the whole text.
 */
const longestTitle = 500;
const longestAssignee = 100;
const longestMember = 40;

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

/** An enum member in words, whether or not it is known: `awaitingAction` is "Awaiting action"; empty for a blank one. */
export function humanise(member: string): string {
  const words = shorten(plainLine(member), longestMember)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase()
    .trim();
  return words === '' ? '' : `${words[0]?.toUpperCase()}${words.slice(1)}`;
}

/** The title as one plain line; never blank. */
export function titleOf({ displayName, id }: Incident, wording: Wording): string {
  return shorten(plainLine(displayName ?? ''), longestTitle) || wording.say('card.incident', { id });
}

/** Who works on it, or null. */
export function assigneeOf({ assignedTo }: Incident): string | null {
  return shorten(plainLine(assignedTo ?? ''), longestAssignee) || null;
}
