import { IntlMessageFormat } from 'intl-messageformat';
import type { FailureAnswer } from '../commands/answer.ts';
import { maxIncidents } from '../commands/parse-command.ts';
import type { Catalogue, MessageKey } from './catalogues/catalogue.ts';
import { de } from './catalogues/de.ts';
import { en } from './catalogues/en.ts';
import { es } from './catalogues/es.ts';
import { fr } from './catalogues/fr.ts';
import { it } from './catalogues/it.ts';
import { ja } from './catalogues/ja.ts';
import { ptBr } from './catalogues/pt-br.ts';

/** The enums of an incident that have words in every language. */
export type MemberGroup = 'severity' | 'status' | 'classification' | 'determination';

/** What the bot says in one language. Plain text; what comes from an incident has to be made inert afterwards. */
export interface Wording {
  /** Two letters, for a card's `lang`, which its date functions follow. */
  readonly language: string;
  say(key: MessageKey, values?: Readonly<Record<string, string | number>>): string;
  /** A member of an enum, if this language has a word for it. */
  member(group: MemberGroup, member: string): string | undefined;
  /** Milliseconds as the largest fitting unit: "40 seconds", "3 minutes", "2 days". */
  duration(milliseconds: number): string;
  /** How long ago that is, in the same units: "3 minutes ago". */
  ago(milliseconds: number): string;
  /** What a person is told of a failure, without the reference. */
  failure(failure: FailureAnswer): string;
}

/** The languages besides English, by the first part of a locale. */
const catalogues: ReadonlyMap<string, { readonly tag: string; readonly catalogue: Catalogue }> = new Map([
  ['de', { tag: 'de', catalogue: de }],
  ['fr', { tag: 'fr', catalogue: fr }],
  ['es', { tag: 'es', catalogue: es }],
  ['it', { tag: 'it', catalogue: it }],
  ['pt', { tag: 'pt-BR', catalogue: ptBr }],
  ['ja', { tag: 'ja', catalogue: ja }],
]);

/** The wording for an `activity.locale`, such as `pt-BR`; English for every other locale. */
export type ChooseWording = (locale: string | undefined) => Wording;

/** Creates the wordings of all languages. */
export function createWordings(): ChooseWording {
  const wordings = new Map(
    [...catalogues].map(([language, { tag, catalogue }]) => [language, createWording(language, tag, catalogue)]),
  );
  const english = createWording('en', 'en', en);
  return (locale) => wordings.get(locale?.split(/[-_]/)[0]?.toLowerCase() ?? '') ?? english;
}

function createWording(language: string, tag: string, catalogue: Catalogue): Wording {
  const prepared = new Map<MessageKey, IntlMessageFormat>();
  const keys = new Map(Object.keys(catalogue).map((key) => [key.toLowerCase(), key as MessageKey]));

  function say(key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string {
    const message = prepared.get(key) ?? new IntlMessageFormat(catalogue[key], tag, undefined, { ignoreTag: true });
    prepared.set(key, message);
    return String(message.format(values));
  }

  function duration(milliseconds: number, round = Math.round): string {
    const [count, unit] = inLargestUnit(milliseconds, round);
    return new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
  }

  function ago(milliseconds: number): string {
    const [count, unit] = inLargestUnit(milliseconds);
    return new Intl.RelativeTimeFormat(tag).format(-count, unit);
  }

  return {
    language,
    say,
    duration: (milliseconds) => duration(milliseconds),
    ago,
    member(group, member) {
      const key = keys.get(`${group}.${member.toLowerCase()}`);
      return key && say(key);
    },
    failure({ code, askedId = '', mergedInto, retryAfterSeconds = 60, role = '', contact }) {
      if (code === 'not-found' && mergedInto !== undefined) {
        return say('failure.not-found.merged', { id: askedId, target: mergedInto });
      }
      if (code === 'not-allowed' && contact !== undefined) return say('failure.not-allowed.contact', { contact });
      return say(`failure.${code}`, {
        id: askedId,
        role,
        max: maxIncidents,
        wait: duration(retryAfterSeconds * 1000, Math.ceil),
      });
    },
  };
}

type Unit = 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year';

/** How many seconds a unit has, and from how many on it is used: days from two on, months from 60 days on. */
const units: readonly (readonly [from: number, seconds: number, unit: Unit])[] = [
  [2 * 31_557_600, 31_557_600, 'year'],
  [60 * 86_400, 2_629_800, 'month'],
  [2 * 86_400, 86_400, 'day'],
  [3_600, 3_600, 'hour'],
  [60, 60, 'minute'],
  [0, 1, 'second'],
];

/**
 * A span of time in the largest unit that fits, at least one second; a clock that is behind makes no span negative.
 *
 * @param round `Math.ceil` for a time to wait, which must not be cut short
 */
function inLargestUnit(milliseconds: number, round = Math.round): [count: number, unit: Unit] {
  const total = Math.max(1, round(milliseconds / 1000));
  const place = units.findIndex(([from]) => total >= from);
  const [, seconds, unit] = units[place] ?? [0, 1, 'second' as const];
  const rounded = round(total / seconds) * seconds;
  // What rounds up to where the larger unit begins is said in that: not "60 minutes".
  const larger = units[place - 1];
  if (larger === undefined || rounded < larger[0]) return [rounded / seconds, unit];
  return [Math.max(1, Math.round(rounded / larger[1])), larger[2]];
}
