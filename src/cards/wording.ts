import type { FailureAnswer } from '../commands/answer.ts';
import { maxIncidents } from '../commands/parse-command.ts';

/** Everything the bot says, in English. Plain text: no Markdown, nothing from an incident or a question. */
export const wording = {
  severity: 'Severity',
  status: 'Status',
  unassigned: 'Unassigned',
  assignedTo: (assignee: string) => `Assigned to ${assignee}`,
  openPortal: 'Open in Defender portal',
  incident: (id: string) => `Incident ${id}`,
  updated: 'Updated',
  noTime: 'unknown',
  merged: (askedId: string, id: string) => `You asked for ${askedId}; it was merged into ${id}.`,
  stale: (age: string) => `This is what it said ${age} ago.`,
  several: (ids: readonly string[]) => `Incidents ${ids.join(', ')}`,
  hint: (suggestion: string) => `I did not understand that. Try: ${suggestion}`,
  reference: (reference: string) => `Reference: ${reference}`,
  help: {
    title: 'Microsoft Defender incidents',
    intro: 'Send me the number of an incident, and I answer with its status, severity, assignee and a link.',
    denied: (contact: string | undefined) => `You may not see incidents here. ${ask(contact)}`,
    inChannels: 'In a channel or group chat, mention me in each message, also in replies.',
    examples: (): readonly { typed: string; meaning: string }[] => [
      { typed: '/incident 29', meaning: 'Incident 29. The slash and the word may be left out.' },
      { typed: '/incident 29 30 31', meaning: `Several at once, up to ${maxIncidents}.` },
      { typed: 'A link to an incident', meaning: 'Pasted from the Defender portal.' },
      { typed: 'help', meaning: 'This overview.' },
    ],
  },
} as const;

/** Milliseconds as the largest fitting unit: "40 seconds", "3 minutes", "2 hours". */
export function duration(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  if (seconds < 60) return plural(seconds, 'second');
  return seconds < 3600 ? plural(Math.round(seconds / 60), 'minute') : plural(Math.round(seconds / 3600), 'hour');
}

/** What a person is told of a failure, without the reference. */
export function failureText({ code, askedId, mergedInto, retryAfterSeconds, role, contact }: FailureAnswer): string {
  switch (code) {
    case 'invalid-id':
      return 'That is not an incident number. Send a whole number, for example: /incident 29';
    case 'not-found':
      if (mergedInto !== undefined)
        return `Incident ${askedId ?? ''} was merged into ${mergedInto}, which was not found.`;
      return `Incident ${askedId ?? ''} was not found. It may never have existed, or is no longer kept.`;
    case 'not-allowed':
      return `You may not see incidents here. ${ask(contact)}`;
    case 'missing-permission':
      return (
        `The bot is not permitted to read incidents. An administrator has to grant it the application permission ` +
        `${role ?? ''} and consent to it.`
      );
    case 'not-provisioned':
      return 'This tenant has no Microsoft Defender XDR set up or licensed, so there are no incidents to read.';
    case 'bad-credential':
      return "The bot could not sign in to the security API. Its administrator has to check the bot's credential.";
    case 'throttled':
      return `The security API is limiting requests. Try again in ${duration((retryAfterSeconds ?? 60) * 1000)}.`;
    case 'unavailable':
      return 'The security API is not available right now. Try again in a minute.';
    case 'timeout':
      return 'The security API took too long to answer. Try again in a minute.';
    case 'other-tenant':
      return 'That link belongs to another tenant. The bot only reads incidents of its own tenant.';
    case 'too-many':
      return `That is more than ${maxIncidents} incidents. Ask for up to ${maxIncidents} at once.`;
    case 'merge-loop':
      return `Incident ${askedId ?? ''} is merged in a circle or too many times over, so there is no final incident to show.`;
    case 'internal':
      return 'Something went wrong in the bot. Its administrator can find out with the reference.';
    default:
      return unreachable(code);
  }
}

function ask(contact: string | undefined): string {
  return contact === undefined ? "Ask the bot's administrator." : `Ask ${contact}.`;
}

function plural(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function unreachable(code: never): never {
  throw new TypeError(`no wording for ${String(code)}`);
}
