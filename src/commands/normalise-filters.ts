import { severities as allSeverities } from '../incidents/urgency.ts';
import { spellOutSeverities } from './spell-out-severities.ts';

/** What is said against a filter: a leading minus or exclamation mark, a comparison, a shortened "not". */
const refusals = /(?<=^|[\s,;:=(/|"'`])[-!~^]+["'`(]*(?=\p{L})|[<>\u2260\u2264\u2265]|!=|n't\b/gu;
/** Marks that part words; an equals sign does where it is no part of a comparison, which is gone by now. */
const marks = /[\s,;:=+&/.?!"'`()[\]{}*_\u2026\u00b7\u2022\u3001\u3002-]+/gu;

const severities = allSeverities.join('|');
const statuses = 'active|new|inprogress|awaiting';
const states = `${statuses}|resolved|closed|open`;

/**
 * Other words for the filters that can not be taken for something else, in this order. What is left of a denial keeps
 * its "not": "not assigned to me" becomes "not mine".
 */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/\bin progress\b/g, 'inprogress'],
  [/\bawaiting ?action\b/g, 'awaiting'],
  [/\b(?:not|un|non) assigned\b(?! to\b)/g, 'unassigned'],
  [/\b(?:assigned to|assigned|owned by|assignee|owner) (?:me|myself)\b/g, 'mine'],
  [/\b(?:assigned to|assigned|owned by|assignee|owner) (?:nobody|noone|no one|none)\b/g, 'unassigned'],
  [/\b(?:no|without) (?:assignee|owner)\b/g, 'unassigned'],
  [/\bmed\b/g, 'medium'],
  [/\b(?:info|information)\b/g, 'informational'],
  [/\bun ?(?:re)?solved\b/g, 'open'],
  [/\bsolved\b/g, 'resolved'],
  [/\b(?:(?:created|opened|from|since) today|todays|today s)\b/g, 'today'],
  [new RegExp(`\\b(?:severity|sev) (?=(?:${severities})\\b)|(?<=\\b(?:${severities})) (?:severity|sev)\\b`, 'g'), ' '],
  [new RegExp(`\\b(?:status|state) (?=(?:${states})\\b)|(?<=\\b(?:${states})) (?:status|state)\\b`, 'g'), ' '],
  // Of two severities an incident has one: either is meant. With anything else "or" would list less than was asked.
  [new RegExp(`(?<=\\b(?:${severities}) )or(?= (?:${severities})\\b)`, 'g'), 'and'],
  [new RegExp(`(?<=\\b(?:${statuses}) )or(?= (?:${statuses})\\b)`, 'g'), 'and'],
  [/\b(?:(?:show|give|list|get)(?: me)?|please|only|just|the|ones|incidents?)\b/g, ' '],
  [/\bnext page\b|\bnext$/g, 'more'],
  [/^(.*)\b(page \d{1,3})\b(.*)$/, '$1 $3 $2'],
];

/**
 * Turns what a person says of a list into the words that `readFilters` knows, parted by blanks: `severity:high`,
 * `high/unassigned` and `“high” – assigned to me` mean nothing else. Words that it does not know are left as they are.
 */
export function normaliseFilters(text: string): string {
  const said = spellOutSeverities(text.toLowerCase().replace(refusals, ' not '));
  const plain = said.replaceAll('|', ' or ').replace(marks, ' ');
  return phrases
    .reduce((line, [other, meant]) => line.replace(other, meant).replace(/ {2,}/g, ' '), plain.trim())
    .trim();
}
