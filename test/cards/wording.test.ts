import { parse, TYPE } from '@formatjs/icu-messageformat-parser';
import type { Catalogue, MessageKey } from '../../src/cards/catalogues/catalogue.ts';
import { de } from '../../src/cards/catalogues/de.ts';
import { en } from '../../src/cards/catalogues/en.ts';
import { es } from '../../src/cards/catalogues/es.ts';
import { fr } from '../../src/cards/catalogues/fr.ts';
import { it as italian } from '../../src/cards/catalogues/it.ts';
import { ja } from '../../src/cards/catalogues/ja.ts';
import { ptBr } from '../../src/cards/catalogues/pt-br.ts';
import { createWordings } from '../../src/cards/wording.ts';
import { failureCodes } from '../../src/incidents/failure.ts';

const languages: Record<string, Catalogue> = { en, de, fr, es, it: italian, 'pt-BR': ptBr, ja };
const keys = Object.keys(en) as MessageKey[];
const wordingFor = createWordings();

const placeholders = (message: string) =>
  [
    ...new Set(
      parse(message, { ignoreTag: true }).flatMap((part) =>
        part.type === TYPE.literal ? [] : ['value' in part ? part.value : 'plural'],
      ),
    ),
  ].sort();

describe.each(Object.entries(languages))('%s', (tag, catalogue) => {
  test('has every key, each with the placeholders of the English one', () => {
    expect(Object.keys(catalogue).sort()).toEqual([...keys].sort());
    for (const key of keys) expect([key, placeholders(catalogue[key])]).toEqual([key, placeholders(en[key])]);
  });

  test('says every message, with nothing left open and its values as they are', () => {
    const values = {
      id: '29',
      askedId: '12',
      target: '30',
      ids: '1, 2',
      assignee: "O'Neil {x} <b>",
      time: '{{DATE(x)}}',
      age: '3 m',
      wait: '9 s',
      suggestion: '/incident 29',
      filters: 'high, medium',
      reference: 'ABCD',
      max: 5,
      contact: 'soc@contoso.com',
      role: 'Some.Role',
      count: 7,
      picked: 3,
      first: 11,
      last: 20,
      total: 23,
      score: 85,
      author: 'kai',
      moment: '1 h',
      api: 'Graph',
    };
    for (const key of keys) {
      const said = wordingFor(tag).say(key, values);
      expect(said.trim()).not.toBe('');
      for (const placeholder of placeholders(en[key]))
        expect(said).toContain(String(values[placeholder as keyof typeof values]));
    }
  });

  test('has a wording of its own for every failure', () => {
    const texts = failureCodes.map((code) =>
      wordingFor(tag).failure({ kind: 'failure', code, reference: 'X', askedId: '29' }),
    );
    expect(new Set(texts).size).toBe(failureCodes.length);
  });

  test('is written in one script, so that no look-alike letter has slipped in', () => {
    const foreign = tag === 'ja' ? /[\p{Script=Cyrillic}\p{Script=Greek}]/u : /[^\p{Script=Latin}\p{Script=Common}]/u;
    expect(Object.values(catalogue).filter((message) => foreign.test(message))).toEqual([]);
  });

  test('uses no straight apostrophe, which quotes in ICU', () => {
    expect(Object.values(catalogue).filter((message) => message.includes("'"))).toEqual([]);
  });
});

test.each([
  ['en-US', 'en'],
  ['en', 'en'],
  ['de-CH', 'de'],
  ['pt-PT', 'pt'],
  ['ja-JP', 'ja'],
  ['JA_jp', 'ja'],
  ['fr-CA', 'fr'],
  ['es-MX', 'es'],
  ['it-IT', 'it'],
  ['xx-YY', 'en'],
  ['', 'en'],
  ['__proto__', 'en'],
  [undefined, 'en'],
])('the locale %s is spoken to in %s', (locale, language) => {
  expect(wordingFor(locale).language).toBe(language);
});

test.each([
  ['en', 1_000, '1 second'],
  ['en', 180_000, '3 minutes'],
  ['de', 180_000, '3 Minuten'],
  ['fr', 7_200_000, '2\u00a0heures'],
  ['es', 37_000, '37 segundos'],
  ['ja', 180_000, '3 分'],
])('in %s, %i ms are %s', (locale, milliseconds, text) => {
  expect(wordingFor(locale).duration(milliseconds)).toBe(text);
});

test.each([
  ['en', 0, '1 second ago'],
  ['en', -5_000, '1 second ago'],
  ['en', 119 * 60_000, '2 hours ago'],
  ['en', 47 * 3_600_000, '47 hours ago'],
  ['en', 48 * 3_600_000, '2 days ago'],
  ['en', 59 * 86_400_000, '59 days ago'],
  ['en', 61 * 86_400_000, '2 months ago'],
  ['en', 800 * 86_400_000, '2 years ago'],
  ['de', 3_600_000, 'vor 1 Stunde'],
  ['fr', 180_000, 'il y a 3 minutes'],
  ['ja', 180_000, '3 分前'],
])('in %s, a moment %i ms back was %s', (locale, milliseconds, text) => {
  expect(wordingFor(locale).ago(milliseconds)).toBe(text);
});

test.each([
  [59_700, '1 minute'],
  [3_590_000, '1 hour'],
  [47.8 * 3_600_000, '2 days'],
])('a span of %i ms is %s, not sixty of the unit before', (milliseconds, text) => {
  expect(wordingFor('en').duration(milliseconds)).toBe(text);
});

test.each([
  [37, '37 seconds'],
  [89, '2 minutes'],
  [5_000, '2 hours'],
  [3_590, '1 hour'],
])('whoever has to wait %i seconds is told to wait %s', (retryAfterSeconds, text) => {
  const failure = { kind: 'failure', code: 'throttled', reference: 'X', retryAfterSeconds } as const;
  expect(wordingFor('en').failure(failure)).toContain(`Try again in ${text}.`);
});

test('a member that a language has no word for is none, whatever it is called', () => {
  expect(wordingFor('en').member('status', 'InProgress')).toBe('In progress');
  for (const member of ['somethingNew', '', '__proto__', 'constructor']) {
    expect(wordingFor('en').member('status', member)).toBeUndefined();
  }
});
