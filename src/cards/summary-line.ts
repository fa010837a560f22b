import type { FailureAnswer, IncidentAnswer } from '../commands/answer.ts';
import { limits, memberOf, titleOf } from './incident-labels.ts';
import { inertLine, plainLine, shorten } from './inert-text.ts';
import type { Wording } from './wording.ts';

/** Teams' notifications cut a longer line. */
export const summaryLength = 160;

/** The situation in one line of at most 160 characters, for a lock screen; that it is old comes first. */
export function summaryOf({ askedId, incident, mergedFrom, stale }: IncidentAnswer, wording: Wording): string {
  const facts = [
    ...(stale === undefined ? [] : [wording.ago(stale.ageMs)]),
    wording.say('card.incident', { id: mergedFrom.length > 0 ? `${askedId} \u2192 ${incident.id}` : incident.id }),
    memberOf('severity', incident.severity, wording),
    memberOf('status', incident.status, wording),
    shorten(plainLine(incident.assignedTo ?? ''), limits.name) ||
      wording.say('card.unassigned').toLocaleLowerCase(wording.language),
    titleOf(incident, wording),
  ];
  return shorten(inertLine(facts.join(' \u00b7 ')), summaryLength);
}

/** The situations of several incidents in one line of at most 160 characters. */
export function summaryOfSeveral(answers: readonly (IncidentAnswer | FailureAnswer)[], wording: Wording): string {
  const ids = answers.map((answer) => {
    if (answer.kind === 'failure') return answer.askedId ?? '';
    const { askedId, incident, stale } = answer;
    const facts = [
      memberOf('severity', incident.severity, wording),
      memberOf('status', incident.status, wording),
      ...(stale === undefined ? [] : [wording.ago(stale.ageMs)]),
    ];
    return `${askedId} (${facts.join(', ')})`;
  });
  return shorten(inertLine(wording.say('card.several', { ids: ids.join(', ') })), summaryLength);
}
