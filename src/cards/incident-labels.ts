import { type Incident, isResolved } from '../incidents/incident.ts';
import { plainLine, shorten } from './inert-text.ts';
import type { MemberGroup, Wording } from './wording.ts';

/**
 * How long a free text may be where there is room, in UTF-16 units. The card's size is bounded besides, see
 * `fitSize`: these bounds are for the reader. The portal has the whole text.
 */
export const limits = Object.freeze({ title: 500, name: 100, list: 200, comment: 600, text: 1_500 });

const longestMember = 40;

/** Container styles of Adaptive Cards, by severity; always beside the word. */
type ContainerStyle = 'attention' | 'warning' | 'accent' | 'emphasis' | 'good';

const severityStyles: ReadonlyMap<string, ContainerStyle> = new Map([
  ['high', 'attention'],
  ['medium', 'warning'],
  ['low', 'accent'],
]);

/** The style of an incident's head: calm once it is resolved; a severity that is not known has none of its own. */
export function severityStyle(incident: Incident): ContainerStyle {
  return isResolved(incident) ? 'good' : (severityStyles.get(incident.severity.toLowerCase()) ?? 'emphasis');
}

/** A known member in the reader's language, an unknown one in the API's own words; never blank. */
export function memberOf(group: MemberGroup, member: string, wording: Wording): string {
  return wording.member(group, member) ?? (humanise(member) || wording.say('member.unknown'));
}

/** An enum member in words, whether or not it is known: `awaitingAction` is "Awaiting action"; empty for a blank one. */
function humanise(member: string): string {
  const words = shorten(plainLine(member), longestMember)
    .replace(/(\p{Ll})(?=[\p{Lu}\d])|(\d)(?=\p{Lu}\p{Ll})|(\p{Lu})(?=\p{Lu}\p{Ll})/gu, '$& ')
    .replace(/[\s_-]+/g, ' ')
    .replace(/\b\p{Lu}(?=\p{Ll})/gu, (letter) => letter.toLowerCase())
    .trim();
  return words.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}

/** The title as one plain line; never blank. */
export function titleOf({ displayName }: Incident, wording: Wording): string {
  return plainLine(displayName ?? '') || wording.say('card.untitled');
}
