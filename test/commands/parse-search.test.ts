import { type IncidentFilters, openIncidents } from '../../src/commands/incident-filters.ts';
import { parseSearch } from '../../src/commands/parse-command.ts';
import { clouds } from '../../src/config/clouds.ts';

const search = (text: string) =>
  parseSearch(text, { cloud: clouds.global, homeTenantId: undefined, botName: undefined });
const list = (differences: Partial<IncidentFilters>) => ({
  kind: 'list',
  filters: { ...openIncidents, ...differences },
});

test.each<[string, Partial<IncidentFilters>]>([
  ['', {}],
  ['open', {}],
  ['high', { severities: ['high'] }],
  ['high severity', { severities: ['high'] }],
  ['severity:high', { severities: ['high'] }],
  ['High/unassigned', { severities: ['high'], assignee: 'nobody' }],
  ['assigned to me', { assignee: 'me' }],
  ['my incidents', { assignee: 'me' }],
  ['unassigned incidents', { assignee: 'nobody' }],
  ['status: in progress', { statuses: ['inprogress'] }],
])('%j in the search box is plainly a filter', (text, differences) => {
  expect(search(text)).toEqual(list(differences));
});

test.each([
  'severity',
  'high load on server',
  'information disclosure',
  'the',
  'show me',
  'please',
  'assigned',
  'today.ps1',
  'not resolved',
  'high-value asset',
  'hgih',
])('%j in the search box is looked for as words', (text) => {
  expect(search(text)).toEqual(list({ words: text.split(' ') }));
});
