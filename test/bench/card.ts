import { Template } from 'adaptivecards-templating';
import { createAnswerRenderer } from '../../src/cards/create-answer-renderer.ts';
import template from '../../src/cards/incident.template.json' with { type: 'json' };
import { incidentFields } from '../../src/cards/incident-fields.ts';
import { summaryOf } from '../../src/cards/summary-line.ts';
import { createWordings } from '../../src/cards/wording.ts';
import { answerOf } from '../support/gallery.ts';

/**
 * `npm run bench`: what drawing one incident costs, with templates prepared once (ours) and built anew for each
 * card (what samples show). Interleaved rounds on one machine: the ratio counts, not the milliseconds.
 */
const answer = answerOf('29');
const render = createAnswerRenderer();
const wording = createWordings()('en');

const subjects = {
  prepared: () => void render(answer, 'en'),
  anew: () => {
    const summary = summaryOf(answer, wording);
    const data = { lang: 'en', fallbackText: summary, speak: summary, ...incidentFields(answer, wording, 1) };
    new Template(template).expand({ $root: data });
  },
};
const rounds = 15;
const cards = 100;

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const times: Record<string, number[]> = { prepared: [], anew: [] };
for (let round = 0; round < rounds; round++) {
  for (const [name, draw] of Object.entries(subjects)) {
    const began = performance.now();
    for (let card = 0; card < cards; card++) draw();
    times[name]?.push((performance.now() - began) / cards);
  }
}
const prepared = median(times.prepared ?? []);
const anew = median(times.anew ?? []);
process.stdout.write(
  `one card, median of ${rounds} rounds of ${cards}: prepared ${prepared.toFixed(3)} ms, built anew ${anew.toFixed(3)} ms, ratio ${(anew / prepared).toFixed(1)}\n`,
);
