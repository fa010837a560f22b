/**
 * Everything the bot says, as ICU messages. This catalogue gives the keys and placeholders; the others follow it.
 * Apostrophes are typographic, because a straight one quotes in ICU.
 */
export const en = {
  'card.incident': 'Incident {id}',
  'card.severity': 'Severity',
  'card.status': 'Status',
  'card.unassigned': 'Unassigned',
  'card.assignedTo': 'Assigned to {assignee}',
  'card.updated': 'Updated {time}',
  'card.noTime': 'at an unknown time',
  'card.openPortal': 'Open in Defender portal',
  'card.merged': 'You asked for {askedId}; it was merged into {id}.',
  'card.stale': 'This is what it said {age} ago.',
  'card.several': 'Incidents {ids}',

  'severity.high': 'High',
  'severity.medium': 'Medium',
  'severity.low': 'Low',
  'severity.informational': 'Informational',
  'severity.unknown': 'Unknown',
  'status.active': 'Active',
  'status.inProgress': 'In progress',
  'status.awaitingAction': 'Awaiting action',
  'status.resolved': 'Resolved',
  'status.redirected': 'Redirected',
  'status.unknown': 'Unknown',

  hint: 'I did not understand that. Try: {suggestion}',
  reference: 'Reference: {reference}',

  'help.title': 'Microsoft Defender incidents',
  'help.intro': 'Send me the number of an incident, and I answer with its status, severity, assignee and a link.',
  'help.one': 'Incident 29. The slash and the word may be left out.',
  'help.several': 'Several at once, up to {max}.',
  'help.link': 'A link to an incident',
  'help.linkMeaning': 'Pasted from the Defender portal.',
  'help.help': 'This overview.',
  'help.inChannels': 'In a channel or group chat, mention me in each message, also in replies.',

  'failure.invalid-id': 'That is not an incident number. Send a whole number, for example: /incident 29',
  'failure.not-found': 'Incident {id} was not found. It may never have existed, or is no longer kept.',
  'failure.not-found.merged': 'Incident {id} was merged into {target}, which was not found.',
  'failure.not-allowed': 'You may not see incidents here. Ask the bot’s administrator.',
  'failure.not-allowed.contact': 'You may not see incidents here. Ask {contact}.',
  'failure.missing-permission':
    'The bot is not permitted to read incidents. An administrator has to grant it the application permission {role} and consent to it.',
  'failure.not-provisioned':
    'This tenant has no Microsoft Defender XDR set up or licensed, so there are no incidents to read.',
  'failure.bad-credential':
    'The bot could not sign in to the security API. Its administrator has to check the bot’s credential.',
  'failure.throttled': 'The security API is limiting requests. Try again in {wait}.',
  'failure.unavailable': 'The security API is not available right now. Try again in a minute.',
  'failure.timeout': 'The security API took too long to answer. Try again in a minute.',
  'failure.other-tenant': 'That link belongs to another tenant. The bot only reads incidents of its own tenant.',
  'failure.too-many': 'That is more than {max} incidents. Ask for up to {max} at once.',
  'failure.merge-loop':
    'Incident {id} is merged in a circle or too many times over, so there is no final incident to show.',
  'failure.internal': 'Something went wrong in the bot. Its administrator can find out with the reference.',
} as const;
