import leven from 'leven';
import { looksLikeLink } from './read-portal-link.ts';

/** The incidents that words name, where they name nothing else; none where these are too many. */
export type IdsOf = (words: string) => readonly string[];

/** Words that only ask, around a number: what is left of `please show 30` is the number. */
const askingWords = new RegExp(
  `(?<![^\\s,])(?:${[
    'please|pls|kindly|thanks|can|could|you|me|us',
    'show|open|get|give|look|looking|check|see|find|fetch|display|view',
    'at|up|into|for|to|the|this|that|is|of|about|what|status|details|link|number|no\\.?|nr\\.?|inc|incidents?',
  ].join('|')}):?(?![^\\s,])`,
  'gi',
);

/** "incident 30", but not the "incidents 24 hours" of a span of time. */
const named = /\binc(?:ident)?s?[\s:#-]+(\d+)\b(?!\s+(?:hrs?|hours?|days?|weeks?|months?|mins?|minutes?)\b)/i;

/** The question for the incidents that a line names in another form than one that is read; undefined for none. */
export function suggestIncidents(line: string, idsOf: IdsOf): string | undefined {
  const [first = '', ...rest] = line.split(' ');
  const [, word = '', digits = ''] = /^\/?(\D*?)(\d*):?$/.exec(first) ?? [];
  const mistyped = leven(word.toLowerCase(), 'incident') <= 3;
  const readings = [
    () => (mistyped ? idsOf(digits === '' ? rest.join(' ') : digits) : []),
    () => idsOf(linksIn(line, idsOf)),
    // "show 5 incidents" wants a list.
    () => (/\d\s+incidents\b/i.test(line) ? [] : idsOf(line.replace(/^\//, '').replace(askingWords, ' '))),
    () => idsOf(named.exec(line)?.[1] ?? ''),
  ];
  for (const read of readings) {
    const ids = read();
    if (ids.length > 0) return `/incident ${ids.join(' ')}`;
  }
  return undefined;
}

/** The links of a line that name incidents, without the marks around them. */
function linksIn(line: string, idsOf: IdsOf): string {
  return line
    .split(' ')
    .map((word) => word.replace(/^["'`(<[]+|["'`)>\].,;:!?]+$/g, ''))
    .filter((word) => looksLikeLink(word) && idsOf(word).length > 0)
    .join(' ');
}
