import type { Answer, FailureAnswer, IncidentAnswer } from '../commands/answer.ts';
import { maxIncidents } from '../commands/parse-command.ts';
import { type CardPayload, createCardTemplate } from './create-card-template.ts';
import { fitSize } from './fit-size.ts';
import helpTemplate from './help.template.json' with { type: 'json' };
import incidentTemplate from './incident.template.json' with { type: 'json' };
import { compactFailureFields, compactFields, incidentFields, sharedFootFields } from './incident-fields.ts';
import incidentsTemplate from './incidents.template.json' with { type: 'json' };
import { inertLine, inertText, shorten } from './inert-text.ts';
import listTemplate from './list.template.json' with { type: 'json' };
import { listFields, titleOfList } from './list-fields.ts';
import { summaryLength, summaryOf, summaryOfSeveral } from './summary-line.ts';
import { type ChooseWording, createWordings, type Wording } from './wording.ts';

/**
 * An answer as Teams is to show it. `summary` is the line of notifications and chat lists; a card has no text of
 * its own, because Teams would split the two into two messages.
 */
export type RenderedAnswer =
  | { readonly kind: 'card'; readonly card: CardPayload; readonly summary: string }
  | { readonly kind: 'text'; readonly text: string; readonly summary: string };

/** Who sees a card: a card for its asker alone can be shared with the others. */
type Audience = 'everybody' | 'asker';

/** Draws an answer in the language of `locale`. */
export type AnswerRenderer = (answer: Answer, locale?: string, audience?: Audience) => RenderedAnswer;

/** Draws answers. Pure once created; creating it prepares the templates. */
export function createAnswerRenderer(wordingFor: ChooseWording = createWordings()): AnswerRenderer {
  const fillIncident = createCardTemplate(incidentTemplate);
  const fillIncidents = createCardTemplate(incidentsTemplate);
  const fillList = createCardTemplate(listTemplate);
  const fillHelp = createCardTemplate(helpTemplate);

  return (answer, locale, audience = 'everybody') => {
    const wording = wordingFor(locale);
    const share = audience === 'asker' ? wording.say('card.share') : '';
    const frame = (summary: string) => ({ lang: wording.language, fallbackText: summary, speak: summary });
    switch (answer.kind) {
      case 'incident': {
        const summary = summaryOf(answer, wording);
        const data = (room: number) => ({
          ...frame(summary),
          audience,
          share,
          ...incidentFields(answer, wording, room),
        });
        return { kind: 'card', summary, card: fitSize((room) => fillIncident(data(room))) };
      }
      case 'several': {
        const summary = summaryOfSeveral(answer.answers, wording);
        const data = (room: number) => ({
          ...frame(summary),
          audience,
          share,
          ...severalFields(answer.answers, wording, room),
        });
        return { kind: 'card', summary, card: fitSize((room) => fillIncidents(data(room))) };
      }
      case 'list': {
        const age = answer.stale === undefined ? '' : `${wording.ago(answer.stale.ageMs)} · `;
        const summary = shorten(inertLine(`${age}${titleOfList(answer, wording)} (${answer.total})`), summaryLength);
        const data = (room: number) => ({
          ...frame(summary),
          ...listFields(answer, wording, room, { audience, share }),
        });
        return { kind: 'card', summary, card: fitSize((room) => fillList(data(room))) };
      }
      case 'help': {
        const fields = helpFields(answer, wording);
        return { kind: 'card', summary: fields.title, card: fillHelp({ ...frame(fields.title), ...fields }) };
      }
      case 'hint':
        return line(hintLine(answer, wording));
      case 'shared':
        return line(wording.say('card.shared'));
      case 'not-shared':
        return line(wording.say('card.notShared'));
      case 'share-refused':
        return line(wording.say('card.shareRefused'));
      case 'unknown-action':
        return line(wording.say('unknownAction'));
      case 'failure':
        return line(failureLine(answer, wording));
    }
  };
}

function line(text: string): RenderedAnswer {
  return { kind: 'text', text, summary: shorten(text, summaryLength) };
}

function hintLine({ suggestion, filters }: Answer & { kind: 'hint' }, wording: Wording): string {
  if (filters === undefined) return wording.say('hint', { suggestion });
  return wording.say('hint.filters', { suggestion, filters: filters.join(', ') });
}

function failureLine(failure: FailureAnswer, wording: Wording): string {
  return `${wording.failure(failure)} ${wording.say('reference', { reference: failure.reference })}`;
}

function severalFields(answers: readonly (IncidentAnswer | FailureAnswer)[], wording: Wording, room: number) {
  return {
    ...sharedFootFields(
      answers.filter((each) => each.kind === 'incident'),
      wording,
    ),
    refresh: wording.say('card.refresh'),
    refreshIds: answers.map(({ askedId }) => askedId ?? '').join(' '),
    items: answers.map((each) =>
      each.kind === 'incident'
        ? compactFields(each, wording, room)
        : compactFailureFields(each, failureLine(each, wording), wording),
    ),
  };
}

function helpFields({ allowed, contact }: Answer & { kind: 'help' }, wording: Wording) {
  const denial = {
    kind: 'failure',
    code: 'not-allowed',
    reference: '',
    ...(contact !== undefined && { contact }),
  } as const;
  return {
    title: wording.say('help.title'),
    notice: allowed ? '' : inertText(wording.failure(denial)),
    intro: wording.say('help.intro'),
    examples: [
      { typed: '/incident 29', meaning: wording.say('help.one') },
      { typed: '/incident 29 30 31', meaning: wording.say('help.several', { max: maxIncidents }) },
      { typed: '/incidents', meaning: wording.say('help.list') },
      { typed: wording.say('help.link'), meaning: wording.say('help.linkMeaning') },
      { typed: 'help', meaning: wording.say('help.help') },
    ],
    inChannels: wording.say('help.inChannels'),
  };
}
