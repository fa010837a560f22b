import type { IncidentAnswer } from '../commands/answer.ts';
import { assigneeOf, humanise, severityColour, titleOf } from './incident-labels.ts';
import { inertLine, inertText, shorten } from './inert-text.ts';
import { duration, failureText, wording } from './wording.ts';

/** Teams' notifications cut a longer line. */
export const summaryLength = 160;

/** What the incident card is filled with: each field a string that is safe in a TextBlock, or a checked link. */
export function incidentFields(answer: IncidentAnswer) {
  const { incident, portalUrl } = answer;
  const assignee = assigneeOf(incident);
  return {
    notice: noticeOf(answer),
    number: wording.incident(incident.id),
    title: inertText(titleOf(incident)),
    severityLabel: wording.severity,
    severity: inertText(humanise(incident.severity)),
    severityColour: severityColour(incident.severity),
    statusLabel: wording.status,
    status: inertText(humanise(incident.status)),
    assignee: assignee === null ? wording.unassigned : inertText(wording.assignedTo(assignee)),
    updated: `${wording.updated} ${timeOf(incident.lastUpdateDateTime)}`,
    openPortal: wording.openPortal,
    portalUrl,
  };
}

/** The situation in one line of at most 160 characters, for a lock screen. */
export function summaryOf({ incident }: IncidentAnswer): string {
  const facts = [
    wording.incident(incident.id),
    humanise(incident.severity),
    humanise(incident.status),
    assigneeOf(incident) ?? wording.unassigned.toLowerCase(),
    titleOf(incident),
  ];
  return shorten(inertLine(facts.join(' · ')), summaryLength);
}

function noticeOf({ askedId, incident, mergedFrom, stale }: IncidentAnswer): string {
  return [
    stale === undefined
      ? ''
      : `${failureText(stale)} ${wording.stale(duration(stale.ageMs))} ${wording.reference(stale.reference)}.`,
    mergedFrom.length === 0 ? '' : wording.merged(askedId, incident.id),
  ]
    .filter((notice) => notice !== '')
    .join(' ');
}

/**
 * A time in the reader's own zone by the card's date functions, and in UTC for the clients that print them raw.
 *
 * @param time RFC 3339 in UTC with whole seconds: with a fraction every client prints the function raw
 */
function timeOf(time: string | null): string {
  if (time === null) return wording.noTime;
  return `{{DATE(${time},SHORT)}} {{TIME(${time})}} (${time.slice(0, 10)} ${time.slice(11, 16)} UTC)`;
}
