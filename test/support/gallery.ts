import type { Answer, FailureAnswer, IncidentAnswer, ListAnswer } from '../../src/commands/answer.ts';
import type { FailureCode } from '../../src/incidents/failure.ts';
import { decodeGraphIncident } from '../../src/incidents/sources/decode-graph-incident.ts';
import { sampleIncidents } from '../../src/sandbox/sample-incidents.ts';

/** When the answers of the gallery were fetched: the age of a comment must not change from run to run. */
export const fetchedAt = Date.parse('2026-02-25T17:00:00Z');

/** The answer about a sample, or about what `fields` make of it. */
export function answerOf(id: string, differences: Partial<IncidentAnswer> = {}, fields: object = {}): IncidentAnswer {
  const incident = decodeGraphIncident({ ...sampleIncidents.get(id), ...fields });
  const portalUrl = 'https://security.microsoft.com/incident2/29/overview?tid=x';
  return {
    kind: 'incident',
    askedId: id,
    incident,
    api: 'graph-v1.0',
    fetchedAt,
    portalUrl,
    ownPortalUrl: true,
    mergedFrom: [],
    ...differences,
  };
}

/** A failure with everything that a wording may need. */
export function failureOf(code: FailureCode): FailureAnswer {
  return {
    kind: 'failure',
    code,
    reference: 'ABCD2345',
    askedId: '30',
    role: 'SecurityIncident.Read.All',
    retryAfterSeconds: 37,
  };
}

/** A page of a list. */
function listOf(ids: readonly string[], differences: Partial<ListAnswer> = {}): ListAnswer {
  return {
    kind: 'list',
    state: 'open',
    typed: differences.filters ?? '',
    filters: '',
    page: 1,
    first: 1,
    total: ids.length,
    newest: ids.length,
    picked: 0,
    complete: true,
    askerKnown: true,
    assignees: [],
    answers: ids.map((id) => answerOf(id)),
    hasMore: false,
    api: 'graph-v1.0',
    fetchedAt,
    ...differences,
  };
}

/** A card of the gallery: what it shows is its name. */
interface Exhibit {
  readonly name: string;
  readonly answer: Answer;
  readonly locale: string;
  readonly audience: 'everybody' | 'asker';
}

const exhibit = (name: string, answer: Answer, locale = 'en-US'): Exhibit => ({
  name,
  answer,
  locale,
  audience: name.endsWith('-private') ? 'asker' : 'everybody',
});
const stale = { ...failureOf('unavailable'), ageMs: 180_000 };
const filler = 'The attacker moved from one host to the next and read mail of several people. ';

/** Every state, every language and every sample: for the golden files, the browser tests and the screenshots. */
export const gallery: readonly Exhibit[] = [
  ...['en-US', 'de-DE', 'fr-FR', 'es-ES', 'it-IT', 'pt-BR', 'ja-JP'].map((locale) =>
    exhibit(`language-${locale.slice(0, 2)}`, answerOf('38', {}, { assignedTo: null }), locale),
  ),
  exhibit('state-merged', answerOf('29', { askedId: '12', mergedFrom: ['12'] })),
  exhibit('state-stale', answerOf('29', { stale })),
  exhibit('state-stale-merged-awaiting', answerOf('33', { stale, askedId: '12', mergedFrom: ['12'] })),
  exhibit('state-unknown-members', answerOf('29', {}, unknownMembers())),
  exhibit('state-link-built', answerOf('39', { ownPortalUrl: false })),
  exhibit('state-little-known', answerOf('29', { api: 'defender-xdr' }, littleKnown())),
  exhibit('state-long-texts', answerOf('29', {}, longTexts())),
  exhibit('several', {
    kind: 'several',
    answers: [
      answerOf('30'),
      { ...failureOf('not-found'), askedId: '999999' },
      answerOf('31'),
      answerOf('29', { askedId: '12', mergedFrom: ['12'] }),
      answerOf('36'),
    ],
  }),
  exhibit(
    'list',
    listOf(['30', '29', '37', '38', '33', '2972395', '32', '36', '34', '35'], { total: 23, hasMore: true }),
  ),
  exhibit(
    'list-stale-filtered',
    listOf(['30'], { filters: 'high unassigned', stale, complete: false, newest: 150 }),
    'fr-FR',
  ),
  exhibit('list-private', listOf(['30', '29'], { filters: 'high', page: 2, first: 11, total: 23, hasMore: true })),
  exhibit('state-private', answerOf('38', {}, { assignedTo: null }), 'de-DE'),
  exhibit('list-empty', listOf([], { filters: 'mine', askerKnown: false })),
  exhibit('help', { kind: 'help', allowed: true }),
  exhibit('help-denied', { kind: 'help', allowed: false, contact: 'soc@contoso.com' }),
  ...[...sampleIncidents.values()]
    .filter(({ redirectIncidentId }) => redirectIncidentId === null)
    .map(({ id }) => exhibit(`sample-${id}`, answerOf(id))),
];

function unknownMembers() {
  return {
    severity: 'Catastrophic',
    status: 'somethingNewIn2027',
    classification: 'partlyTruePositive',
    determination: 'supply_chain_attack',
  };
}

function littleKnown() {
  const none = { classification: null, determination: null, lastModifiedBy: null, description: null, summary: null };
  return { ...none, priorityScore: null, customTags: [], createdDateTime: null, displayName: null };
}

function longTexts() {
  return {
    displayName: filler.repeat(10),
    description: `${filler.repeat(20)}\n\n${filler.repeat(20)}`,
    summary: filler.repeat(30),
    assignedTo: 'a.person.with.a.very.long.name.in.a.very.long.department@subdomain.of.a.very.long.domain.contoso.com',
    customTags: Array.from({ length: 40 }, (_, n) => `Campaign ${n + 1}`),
    systemTags: ['Defender Experts', 'Critical asset'],
    comments: [
      { comment: filler.repeat(15), createdByDisplayName: null, createdDateTime: '2026-02-25T15:30:00Z' },
      { comment: 'Older', createdByDisplayName: 'kai@contoso.com', createdDateTime: '2026-02-24T15:30:00Z' },
    ],
  };
}
