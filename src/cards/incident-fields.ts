import type { FailureAnswer, IncidentAnswer, Staleness } from '../commands/answer.ts';
import type { IncidentApi } from '../config/config.ts';
import { type Incident, isOpen, isResolved } from '../incidents/incident.ts';
import { createWriter, type Writer } from './create-writer.ts';
import { limits, memberOf, severityStyle, titleOf } from './incident-labels.ts';
import { inertText, plainLine } from './inert-text.ts';
import type { Wording } from './wording.ts';
import { timeOf, utcOf } from './write-time.ts';

/** The APIs under the names that their makers give them. */
const apiNames: Readonly<Record<IncidentApi, string>> = Object.freeze({
  'graph-v1.0': 'Microsoft Graph v1.0',
  'graph-beta': 'Microsoft Graph beta',
  'defender-xdr': 'Microsoft Defender XDR API',
});

/**
 * What the card of one incident is filled with: each field a string that is safe in a TextBlock, or a checked link.
 *
 * @param room how much of its usual length a free text gets, at most 1
 */
export function incidentFields(answer: IncidentAnswer, wording: Wording, room: number) {
  const { incident } = answer;
  const write = createWriter(wording, room);
  const texts = textsOf(incident, wording, write);
  return {
    ...faceFields(answer, wording, room),
    ...footFields(answer, wording),
    ...commentFields(answer, wording, write),
    refresh: wording.say('card.refresh'),
    refreshIds: answer.askedId,
    number: wording.say('card.incident', { id: incident.id }),
    facts: factsOf(incident, wording, write),
    details: texts.length > 0 ? wording.say('card.details') : '',
    texts,
    resolvingLabel: wording.say('card.resolvingComment'),
    resolvingComment: isResolved(incident) ? write.block(incident.resolvingComment, limits.comment) : '',
  };
}

/** One of several: the same facts in less room. */
export function compactFields(answer: IncidentAnswer, wording: Wording, room: number) {
  const { incident } = answer;
  const { title, ...face } = faceFields(answer, wording, room);
  const updated = `${wording.say('card.updated')}: ${timeOf(incident.lastUpdateDateTime, wording)}`;
  return { ...face, title: `${wording.say('card.incident', { id: incident.id })}: ${title}`, updated };
}

/** One of several that could not be had: which, and why. */
export function compactFailureFields({ askedId = '' }: FailureAnswer, text: string, wording: Wording) {
  const none = { severity: '', status: '', style: '', alarm: '', updated: '', portalUrl: '', linkNote: '' };
  const labels = { openPortal: '', severityLabel: '', statusLabel: '' };
  const title = wording.say('card.incident', { id: askedId });
  return { ...none, ...labels, notices: [], title, assignee: inertText(text) };
}

/** The foot of a card: as of when and from which API. */
export function footFields({ fetchedAt, api }: Pick<IncidentAnswer, 'fetchedAt' | 'api'>, wording: Wording) {
  const time = timeOf(`${new Date(fetchedAt).toISOString().slice(0, 19)}Z`, wording);
  return { asOf: wording.say('card.asOf', { time }), source: wording.say('card.source', { api: apiNames[api] }) };
}

/** The same below several incidents: since when at least. Empty where there is none. */
export function sharedFootFields(answers: readonly IncidentAnswer[], wording: Wording) {
  const oldest = answers.toSorted((a, b) => a.fetchedAt - b.fetchedAt)[0];
  return oldest === undefined ? { asOf: '', source: '' } : footFields(oldest, wording);
}

/**
 * One row of a list: what has to be seen first, in little room.
 *
 * @param line writes free text within its room, safe where it is shown
 * @param inert makes a word of an enum safe there
 */
export function rowFields(answer: IncidentAnswer, wording: Wording, line: Writer['line'], inert = inertText) {
  const { incident, fetchedAt, portalUrl } = answer;
  const assignee = line(incident.assignedTo, limits.name);
  return {
    number: wording.say('card.incident', { id: incident.id }),
    style: severityStyle(incident),
    severity: inert(memberOf('severity', incident.severity, wording)),
    status: inert(memberOf('status', incident.status, wording)),
    title: line(titleOf(incident, wording), limits.title),
    assignee: assignee === '' ? wording.say('card.unassigned') : wording.say('card.assignedTo', { assignee }),
    age: incident.createdDateTime === null ? '' : wording.ago(fetchedAt - Date.parse(incident.createdDateTime)),
    openPortal: wording.say('card.openPortal'),
    portalUrl,
  };
}

/** What has to be seen first, on every card of an incident. */
function faceFields(answer: IncidentAnswer, wording: Wording, room: number) {
  const { incident, portalUrl } = answer;
  const { line } = createWriter(wording, room);
  const assignee = line(incident.assignedTo, limits.name);
  const alarming = assignee === '' && incident.severity.toLowerCase() === 'high' && isOpen(incident);
  return {
    notices: noticesOf(answer, wording),
    style: severityStyle(incident),
    severityLabel: wording.say('card.severity'),
    severity: inertText(memberOf('severity', incident.severity, wording)),
    statusLabel: wording.say('card.status'),
    status: inertText(memberOf('status', incident.status, wording)),
    title: line(titleOf(incident, wording), limits.title),
    assignee: assignee === '' ? wording.say('card.unassigned') : wording.say('card.assignedTo', { assignee }),
    alarm: alarming ? wording.say('card.unassignedHigh') : '',
    openPortal: wording.say('card.openPortal'),
    portalUrl,
    linkNote: answer.ownPortalUrl ? '' : wording.say('card.builtLink'),
  };
}

/** What has to be known before anything else, most urgent first. */
function noticesOf({ askedId, incident, mergedFrom, stale }: IncidentAnswer, wording: Wording) {
  const notices: { text: string; style: string }[] = [];
  if (stale !== undefined) {
    notices.push(staleNotice(stale, wording));
  }
  if (mergedFrom.length > 0) {
    notices.push({ text: wording.say('card.merged', { askedId, id: incident.id }), style: 'accent' });
  }
  if (incident.status.toLowerCase() === 'awaitingaction') {
    notices.push({ text: wording.say('card.awaitingAction'), style: 'warning' });
  }
  return notices;
}

/** That an answer is an earlier one: why, how old, and the reference for whoever looks into it. */
export function staleNotice(stale: Staleness, wording: Wording): { text: string; style: string } {
  const reference = wording.say('reference', { reference: stale.reference });
  const age = wording.say('card.stale', { age: wording.duration(stale.ageMs) });
  return { text: inertText(`${wording.failure(stale)} ${age} ${reference}.`), style: 'warning' };
}

/** What is known, in rows of a label and a value; what is not set has no row. */
function factsOf(incident: Incident, wording: Wording, { line, list }: Writer) {
  const { priorityScore, classification, determination } = incident;
  const facts: [label: string, value: string][] = [
    [
      wording.say('card.priorityScore'),
      priorityScore === null ? '' : wording.say('card.priorityOf', { score: priorityScore }),
    ],
    [wording.say('card.classification'), isSet(classification) ? word('classification', classification, wording) : ''],
    [wording.say('card.determination'), isSet(determination) ? word('determination', determination, wording) : ''],
    [wording.say('card.created'), timeOf(incident.createdDateTime, wording)],
    [wording.say('card.updated'), timeOf(incident.lastUpdateDateTime, wording)],
    [wording.say('card.lastModifiedBy'), line(incident.lastModifiedBy, limits.name)],
    [wording.say('card.tags'), list(incident.customTags)],
    [wording.say('card.systemTags'), list(incident.systemTags)],
  ];
  return facts.filter(([, value]) => value !== '').map(([label, value]) => ({ label, value }));
}

function isSet(member: string | null): member is string {
  return member !== null && member.toLowerCase() !== 'unknown';
}

function word(group: 'classification' | 'determination', member: string, wording: Wording): string {
  return inertText(memberOf(group, member, wording));
}

/** The long texts, which stand behind "Details". */
function textsOf({ summary, description }: Incident, wording: Wording, { block }: Writer) {
  return [
    { label: wording.say('card.summary'), value: block(summary, limits.text) },
    { label: wording.say('card.description'), value: block(description, limits.text) },
  ].filter(({ value }) => value !== '');
}

/** The newest comment, whichever end of the list it stands at, and how many there are besides. */
function commentFields({ incident, fetchedAt, stale }: IncidentAnswer, wording: Wording, { line, block }: Writer) {
  const comments = incident.comments.filter(({ comment }) => plainLine(comment) !== '');
  const newest = newestOf(comments);
  if (newest === undefined) return { comment: '', commentBy: '', olderComments: '' };
  const author = line(newest.createdByDisplayName, limits.name) || wording.say('card.unknownAuthor');
  const older = comments.length - 1;
  const now = fetchedAt + (stale?.ageMs ?? 0);
  const written = newest.createdDateTime;
  const age = written === null ? wording.say('card.noTime') : wording.ago(now - Date.parse(written));
  const moment = written === null ? age : `${age} (${utcOf(written)})`;
  return {
    commentBy: wording.say('card.newestComment', { author, moment }),
    comment: block(newest.comment, limits.comment),
    olderComments: older === 0 ? '' : wording.say('card.olderComments', { count: older }),
  };
}

/** The last of the latest; times in UTC with whole seconds compare as text. */
function newestOf(comments: Incident['comments']): Incident['comments'][number] | undefined {
  return comments.reduce<Incident['comments'][number] | undefined>(
    (newest, each) =>
      newest !== undefined && (each.createdDateTime ?? '') < (newest.createdDateTime ?? '') ? newest : each,
    undefined,
  );
}
