import type { IncidentAnswer } from '../commands/answer.ts';
import { assigneeOf, humanise, severityColour, titleOf } from './incident-labels.ts';
import { inertLine, inertText, shorten } from './inert-text.ts';
import type { Wording } from './wording.ts';

/** Teams' notifications cut a longer line. */
export const summaryLength = 160;

/** What the incident card is filled with: each field a string that is safe in a TextBlock, or a checked link. */
export function incidentFields(answer: IncidentAnswer, wording: Wording) {
  const { incident, portalUrl } = answer;
  const assignee = assigneeOf(incident);
  return {
    notice: noticeOf(answer, wording),
    number: wording.say('card.incident', { id: incident.id }),
    title: inertText(titleOf(incident, wording)),
    severityLabel: wording.say('card.severity'),
    severity: inertText(wordFor('severity', incident.severity, wording)),
    severityColour: severityColour(incident.severity),
    statusLabel: wording.say('card.status'),
    status: inertText(wordFor('status', incident.status, wording)),
    assignee:
      assignee === null ? wording.say('card.unassigned') : inertText(wording.say('card.assignedTo', { assignee })),
    updated: wording.say('card.updated', { time: timeOf(incident.lastUpdateDateTime, wording) }),
    openPortal: wording.say('card.openPortal'),
    portalUrl,
  };
}

/** The situation in one line of at most 160 characters, for a lock screen. */
export function summaryOf({ incident }: IncidentAnswer, wording: Wording): string {
  const facts = [
    wording.say('card.incident', { id: incident.id }),
    wordFor('severity', incident.severity, wording),
    wordFor('status', incident.status, wording),
    assigneeOf(incident) ?? wording.say('card.unassigned').toLocaleLowerCase(wording.language),
    titleOf(incident, wording),
  ];
  return shorten(inertLine(facts.join(' · ')), summaryLength);
}

/** A known member in the reader's language, an unknown one in the API's own words. */
function wordFor(group: 'severity' | 'status', member: string, wording: Wording): string {
  return wording.member(group, member) ?? (humanise(member) || wording.say(`${group}.unknown`));
}

function noticeOf({ askedId, incident, mergedFrom, stale }: IncidentAnswer, wording: Wording): string {
  const notices: string[] = [];
  if (stale !== undefined) {
    const reference = wording.say('reference', { reference: stale.reference });
    const age = wording.say('card.stale', { age: wording.duration(stale.ageMs) });
    notices.push(`${wording.failure(stale)} ${age} ${reference}.`);
  }
  if (mergedFrom.length > 0) notices.push(wording.say('card.merged', { askedId, id: incident.id }));
  return notices.join(' ');
}

/**
 * A time in the reader's own zone by the card's date functions, and in UTC for the clients that print them raw.
 *
 * @param time RFC 3339 in UTC with whole seconds: with a fraction every client prints the function raw
 */
function timeOf(time: string | null, wording: Wording): string {
  if (time === null) return wording.say('card.noTime');
  return `{{DATE(${time},SHORT)}} {{TIME(${time})}} (${time.slice(0, 10)} ${time.slice(11, 16)} UTC)`;
}
