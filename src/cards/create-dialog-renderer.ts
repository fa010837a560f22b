import type { Answer } from '../commands/answer.ts';
import type { AnswerRenderer } from './create-answer-renderer.ts';
import type { CardPayload } from './create-card-template.ts';
import { shareCard } from './share-card.ts';
import type { ChooseWording } from './wording.ts';

/** What a dialog shows. */
export type RenderedDialog =
  | { readonly kind: 'card'; readonly title: string; readonly card: CardPayload }
  | { readonly kind: 'text'; readonly text: string };

export interface DialogRenderer {
  draw(answer: Answer, locale: string | undefined): RenderedDialog;
}

/** Draws answers for a dialog, which knows no `Action.Execute`. @param render draws a whole card */
export function createDialogRenderer(render: AnswerRenderer, wordingFor: ChooseWording): DialogRenderer {
  return {
    draw(answer, locale) {
      const wording = wordingFor(locale);
      const title = wording.say('help.title');
      const rendered = render(answer, locale);
      if (rendered.kind === 'card') return { kind: 'card', title, card: shareCard(rendered.card) };
      if (answer.kind === 'hint' || answer.kind === 'unknown-action')
        return { kind: 'text', text: wording.say('dialog.none') };
      if (answer.kind !== 'failure' || answer.code !== 'not-installed') return rendered;
      return { kind: 'card', title, card: installCard(rendered.text, wording.say('dialog.install'), wording.language) };
    },
  };
}

/** Teams installs the app where the dialog is open. Source: "Request to install your conversational bot". */
function installCard(text: string, title: string, lang: string): CardPayload {
  return {
    type: 'AdaptiveCard',
    version: '1.3',
    lang,
    body: [{ type: 'TextBlock', text, wrap: true }],
    actions: [{ type: 'Action.Submit', title, data: { msteams: { justInTimeInstall: true } } }],
  };
}
