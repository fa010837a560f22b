import { type AnswerRenderer, createAnswerRenderer } from './create-answer-renderer.ts';
import { createDialogRenderer, type DialogRenderer } from './create-dialog-renderer.ts';
import { createResultRenderer, type ResultRenderer } from './create-result-renderer.ts';
import { createWordings } from './wording.ts';

/** One answer, drawn for each place where it is shown. */
export interface Renderers {
  /** In a conversation. */
  readonly render: AnswerRenderer;
  /** In the compose box. */
  readonly results: ResultRenderer;
  /** In a dialog. */
  readonly dialogs: DialogRenderer;
}

/** Creates them over one set of templates and wordings. */
export function createRenderers(): Renderers {
  const wordingFor = createWordings();
  const render = createAnswerRenderer(wordingFor);
  return {
    render,
    results: createResultRenderer(render, wordingFor),
    dialogs: createDialogRenderer(render, wordingFor),
  };
}
