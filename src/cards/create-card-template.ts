import { Template } from 'adaptivecards-templating';

/** An Adaptive Card as the JSON that Teams is sent. */
export type CardPayload = Readonly<Record<string, unknown>>;

/**
 * What a template is filled with. Strings only, and every field of the template present: the templating library
 * throws on null inside text, prints `${x}` for a missing field and keeps a number a number.
 */
export interface CardData {
  readonly [field: string]: string | readonly CardData[];
}

/** Prepares `template` once, which costs far more than filling it. Data is never expanded again. */
export function createCardTemplate<Data extends CardData>(template: object): (data: Data) => CardPayload {
  const prepared = new Template(template);
  return (data) => prepared.expand({ $root: data }) as CardPayload;
}
