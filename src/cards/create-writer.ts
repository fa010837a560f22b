import { limits } from './incident-labels.ts';
import { abridge, inertBlock, inertText, plainBlock, plainLine, shorten } from './inert-text.ts';
import type { Wording } from './wording.ts';

export type Writer = ReturnType<typeof createWriter>;

/** Writes free texts inert and within their room, with a count of what is left out. */
export function createWriter(wording: Wording, room: number) {
  const rest = (count: number) => wording.say('card.moreCharacters', { count });
  return {
    line: (text: string | null, length: number) => inertText(abridge(plainLine(text ?? ''), length * room, rest)),
    block: (text: string | null, length: number) => inertBlock(abridge(plainBlock(text ?? ''), length * room, rest)),
    list(texts: readonly string[]): string {
      const lines = texts.map((text) => shorten(plainLine(text), limits.name * room)).filter((line) => line !== '');
      let length = 0;
      const shown = lines.filter((line) => {
        length += line.length + 2;
        return length <= limits.list * room;
      });
      const left = lines.length - shown.length;
      return inertText([...shown, ...(left > 0 ? [wording.say('card.moreTags', { count: left })] : [])].join(', '));
    },
  };
}
