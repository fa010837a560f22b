import type { Answer, FailureAnswer, IncidentAnswer } from '../commands/answer.ts';
import { type CardPayload, createCardTemplate } from './create-card-template.ts';
import helpTemplate from './help.template.json' with { type: 'json' };
import incidentTemplate from './incident.template.json' with { type: 'json' };
import { incidentFields, summaryLength, summaryOf } from './incident-fields.ts';
import incidentsTemplate from './incidents.template.json' with { type: 'json' };
import { inertText, shorten } from './inert-text.ts';
import { failureText, wording } from './wording.ts';

/**
 * An answer as Teams is to show it. `summary` is the line of notifications and chat lists; with a card there is
 * no text, because Teams would split the two into two messages.
 */
export type RenderedAnswer =
  | { readonly kind: 'card'; readonly card: CardPayload; readonly summary: string }
  | { readonly kind: 'text'; readonly text: string; readonly summary: string };

/** Draws answers. Pure once created; creating it prepares the templates. */
export function createAnswerRenderer(): (answer: Answer) => RenderedAnswer {
  const fillIncident = createCardTemplate(incidentTemplate);
  const fillIncidents = createCardTemplate(incidentsTemplate);
  const fillHelp = createCardTemplate(helpTemplate);

  function card(fill: (data: never) => CardPayload, summary: string, data: object): RenderedAnswer {
    return { kind: 'card', summary, card: fill({ ...data, fallbackText: summary, speak: summary } as never) };
  }

  return (answer) => {
    switch (answer.kind) {
      case 'incident':
        return card(fillIncident, summaryOf(answer), incidentFields(answer));
      case 'several': {
        const summary = answer.answers.length > 0 ? wording.several(answer.answers.map(askedIdOf)) : '';
        return card(fillIncidents, summary, { items: answer.answers.map(compactFields) });
      }
      case 'help': {
        const { title, intro, inChannels, denied, examples } = wording.help;
        const notice = answer.allowed ? '' : inertText(denied(answer.contact));
        return card(fillHelp, title, { title, intro, inChannels, notice, examples: examples() });
      }
      case 'hint':
        return line(wording.hint(answer.suggestion));
      case 'failure':
        return line(`${failureText(answer)} ${wording.reference(answer.reference)}`);
    }
  };
}

function line(text: string): RenderedAnswer {
  return { kind: 'text', text, summary: shorten(text, summaryLength) };
}

function askedIdOf({ askedId }: IncidentAnswer | FailureAnswer): string {
  return askedId ?? '';
}

/** One of several: the same facts in less room, or what went wrong with this one. */
function compactFields(answer: IncidentAnswer | FailureAnswer) {
  if (answer.kind === 'incident') {
    const { number, title, assignee, ...fields } = incidentFields(answer);
    return { ...fields, title: `${number}: ${title}`, detail: assignee };
  }
  const detail = inertText(`${failureText(answer)} ${wording.reference(answer.reference)}`);
  const none = { notice: '', severity: '', severityColour: '', status: '', portalUrl: '' };
  const labels = { openPortal: '', severityLabel: '', statusLabel: '' };
  return { ...none, ...labels, title: wording.incident(askedIdOf(answer)), detail };
}
