import { type Answer, answersIn, type IncidentAnswer } from '../commands/answer.ts';
import type { AnswerRenderer } from './create-answer-renderer.ts';
import type { CardPayload } from './create-card-template.ts';
import { rowFields } from './incident-fields.ts';
import { inertLine, plainLine, shorten } from './inert-text.ts';
import { noteOf } from './list-fields.ts';
import { shareCard } from './share-card.ts';
import type { ChooseWording } from './wording.ts';

/** An incident to choose: what the list of results shows, and the card that goes into the message. */
export interface SearchResult {
  readonly title: string;
  readonly text: string;
  readonly card: CardPayload;
}

/** What a search is answered with: incidents to choose from, or words. */
export type RenderedResults =
  | { readonly kind: 'results'; readonly results: readonly SearchResult[] }
  | { readonly kind: 'text'; readonly text: string };

export interface ResultRenderer {
  /** The incidents of an answer; where there is none, why. */
  draw(answer: Answer, locale: string | undefined): RenderedResults;
  /** What somebody is told who searches faster than the bot may ask. */
  wait(locale: string | undefined, milliseconds: number): RenderedResults;
  /** A card of a link that tells nothing of its incident, for those whom Teams does not name. */
  anonymous(locale: string | undefined): SearchResult;
}

/** A preview has a line or two, which hold a usual title and address whole; how much is left of others is not its business. */
const longestPreview = 200;
const previewLine = (text: string | null, length: number) =>
  inertLine(shorten(plainLine(text ?? ''), Math.min(length, longestPreview)));

/** Draws answers for the compose box: results of a search, and cards of links. @param render draws a whole card */
export function createResultRenderer(render: AnswerRenderer, wordingFor: ChooseWording): ResultRenderer {
  function drawOne(answer: IncidentAnswer, locale: string | undefined): SearchResult[] {
    const rendered = render(answer, locale);
    if (rendered.kind !== 'card') return [];
    const { number, severity, status, title, assignee } = rowFields(answer, wordingFor(locale), previewLine, inertLine);
    return [
      { title: `${number} · ${severity} · ${status}`, text: `${title} · ${assignee}`, card: shareCard(rendered.card) },
    ];
  }

  return {
    draw(answer, locale) {
      const answers = answersIn(answer);
      const incidents = answers.filter((each) => each.kind === 'incident');
      if (incidents.length > 0) {
        return { kind: 'results', results: incidents.flatMap((each) => drawOne(each, locale)) };
      }
      if (answer.kind === 'list') {
        const wording = wordingFor(locale);
        return {
          kind: 'text',
          text: `${wording.say(`search.none.${answer.state}`)} ${noteOf(answer, wording)}`.trim(),
        };
      }
      const [first] = answers;
      const rendered = first && render(first, locale);
      return { kind: 'text', text: rendered?.kind === 'text' ? rendered.text : '' };
    },
    wait(locale, milliseconds) {
      const wording = wordingFor(locale);
      return { kind: 'text', text: wording.say('search.wait', { wait: wording.duration(milliseconds) }) };
    },
    anonymous(locale) {
      const wording = wordingFor(locale);
      const [title, text] = [wording.say('link.title'), wording.say('link.anonymous')];
      const body = [
        { type: 'TextBlock', text: title, wrap: true, weight: 'Bolder' },
        { type: 'TextBlock', text, wrap: true },
      ];
      const card = { type: 'AdaptiveCard', version: '1.3', lang: wording.language, body };
      return { title, text, card };
    },
  };
}
