import type { IncidentAnswer, ListAnswer } from '../commands/answer.ts';
import { createWriter } from './create-writer.ts';
import { footFields, rowFields, staleNotice } from './incident-fields.ts';
import { limits } from './incident-labels.ts';
import { inertText, plainLine, shorten } from './inert-text.ts';
import type { Wording } from './wording.ts';

/**
 * What the card of a list is filled with.
 *
 * @param room how much of its usual length a free text gets, at most 1
 * @param share the title of the button that shows the list to all; empty for none
 */
export function listFields(
  answer: ListAnswer,
  wording: Wording,
  room: number,
  { audience, share }: { readonly audience: string; readonly share: string },
) {
  const { typed, page, answers, hasMore, stale } = answer;
  return {
    ...footFields(answer, wording),
    audience,
    fetched: String(answer.fetchedAt),
    assignees: answer.assignees.join(' '),
    since: answer.since === undefined ? '' : String(answer.since),
    notices: stale === undefined ? [] : [staleNotice(stale, wording)],
    title: inertText(titleOfList(answer, wording)),
    range: rangeOf(answer, wording),
    note: noteOf(answer, wording),
    rows: answers.map((each) => ({ ...rowOf(each, wording, room), audience })),
    more: wording.say('list.more'),
    share: answers.length > 0 ? share : '',
    shown: page > 1 ? `${typed} page ${page}`.trim() : typed,
    next: hasMore ? `${typed} page ${page + 1}`.trim() : '',
  };
}

/** What is listed, in one line: "Open incidents: high unassigned". */
export function titleOfList({ state, filters, whose }: ListAnswer, wording: Wording): string {
  const title = wording.say(`list.${state}`);
  const owner = whose === undefined ? '' : ` (${shorten(plainLine(whose), limits.name)})`;
  return filters === '' ? title : `${title}: ${filters}${owner}`;
}

function rangeOf({ first, total, answers }: ListAnswer, wording: Wording): string {
  if (answers.length === 0) return wording.say('list.none');
  return wording.say('list.range', { first, last: first + answers.length - 1, total });
}

/** What the list does not know: who asks, or what is open besides. Empty where it knows all. */
export function noteOf({ askerKnown, complete, newest, picked }: ListAnswer, wording: Wording): string {
  const incomplete =
    picked === 0
      ? wording.say('list.incomplete', { count: newest })
      : wording.say('list.incompletePicked', { count: newest, picked });
  const notes = [...(askerKnown ? [] : [wording.say('list.askerUnknown')]), ...(complete ? [] : [incomplete])];
  return notes.join(' ');
}

function rowOf(answer: IncidentAnswer, wording: Wording, room: number) {
  const { line } = createWriter(wording, room / 2);
  const { number, severity, status, title, assignee, age, style, openPortal, portalUrl } = rowFields(
    answer,
    wording,
    line,
  );
  return {
    id: answer.incident.id,
    style,
    head: `${number} · ${severity} · ${status}`,
    title,
    detail: [assignee, age].filter((part) => part !== '').join(' · '),
    openPortal,
    // A parenthesis would end the link's address in Markdown.
    portalUrl: portalUrl.replaceAll('(', '%28').replaceAll(')', '%29'),
  };
}
