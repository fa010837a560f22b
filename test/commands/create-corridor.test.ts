import { pino } from 'pino';
import type { AuditEntry, AuditTrail } from '../../src/access/create-audit-trail.ts';
import type { GroupCheck } from '../../src/access/create-group-check.ts';
import { createCorridor } from '../../src/commands/create-corridor.ts';
import { createQuestionLog } from '../../src/commands/log-question.ts';
import type { Question } from '../../src/commands/question.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import type { LookUp } from '../../src/incidents/create-look-up.ts';
import { Failure } from '../../src/incidents/failure.ts';
import { decodeGraphIncident } from '../../src/incidents/sources/decode-graph-incident.ts';

const tenant = '33333333-3333-4333-8333-333333333333';

const question = (text: string, differences: Partial<Question> = {}): Question => ({
  door: 'message',
  text,
  botName: 'Bot',
  asker: {
    userId: 'adele',
    tenantId: tenant,
    isBot: false,
    rosterEntry: async () => ({ kind: 'listed', role: 'user', tenantId: tenant }),
    accountNames: async () => [],
  },
  timeZone: 'UTC',
  place: { kind: 'personal', conversationId: 'a:1' },
  arrivedAt: 0,
  deadline: new AbortController().signal,
  ...differences,
});

const found: LookUp = async (id) => ({
  askedId: id,
  api: 'graph-v1.0',
  incident: decodeGraphIncident({ id, displayName: 'secret title' }),
  fetchedAt: 0,
  mergedFrom: [],
});

function start(
  lookUp: LookUp = found,
  env: Record<string, string> = {},
  record?: AuditTrail['record'],
  isInAllowedGroup: GroupCheck = async () => false,
) {
  const entries: AuditEntry[] = [];
  const logged: string[] = [];
  const asked: string[] = [];
  const answer = createCorridor({
    config: loadConfig({ BOT_OFFLINE: 'true', INCIDENT_API_URL: 'http://127.0.0.1:1', ...env }),
    list: async () => ({ api: 'graph-v1.0', incidents: [], newest: 0, fetchedAt: 0, complete: true }),
    isInAllowedGroup,
    lookUp: (id, options) => {
      asked.push(id);
      return lookUp(id, options);
    },
    audit: { record: record ?? ((entry) => void entries.push(entry)) },
    log: createQuestionLog(pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) })),
    now: () => 250,
  });
  return { answer, entries, logged, asked };
}

test.each([
  ['/incident 29', { command: 'incident', asked: ['29'], answered: ['29'], outcome: 'answered' }],
  ['help', { command: 'help', asked: [], answered: [], outcome: 'answered' }],
  ['good morning', { command: 'hint', asked: [], answered: [], outcome: 'answered' }],
  ['/incident 29 30 abc', { command: 'refusal', asked: ['29', '30'], answered: [], outcome: 'invalid-id' }],
  ['/incident 0', { command: 'refusal', asked: [], answered: [], outcome: 'invalid-id' }],
  [
    '/incident 1 2 3 4 5 6',
    { command: 'refusal', asked: ['1', '2', '3', '4', '5', '6'], answered: [], outcome: 'too-many' },
  ],
])('%j leaves one audit line and one log line', async (text, expected) => {
  const { answer, entries, logged } = start();
  await answer(question(text));
  expect(entries).toEqual([
    expect.objectContaining({ who: 'adele', tenant, place: 'personal', door: 'message', ...expected }),
  ]);
  expect(logged).toHaveLength(1);
  expect(JSON.parse(logged[0] ?? '')).toMatchObject({ reference: entries[0]?.reference, ms: 250 });
  expect(logged[0]).not.toMatch(/secret title|good morning/);
});

test('a refused person is recorded with why, and nothing is looked up', async () => {
  const { answer, entries, asked } = start(found, { ALLOWED_USERS: 'dana', ACCESS_CONTACT: 'the SOC lead' });
  await expect(answer(question('/incident 29'))).resolves.toMatchObject({
    code: 'not-allowed',
    contact: 'the SOC lead',
  });
  await expect(answer(question('/incident 999999'))).resolves.toMatchObject({ code: 'not-allowed' });
  expect(entries).toMatchObject([
    { asked: ['29'], answered: [], outcome: 'not-allowed', denial: 'no-rule' },
    { asked: ['999999'] },
  ]);
  expect(asked).toEqual([]);
});

test('without its audit line no answer is given', async () => {
  const { answer, logged } = start(found, {}, () => {
    throw new RangeError('disk full of secrets');
  });
  await expect(answer(question('/incident 29'))).resolves.toEqual({
    kind: 'failure',
    code: 'internal',
    reference: expect.any(String),
  });
  expect(logged.join('')).toContain('RangeError');
  expect(logged.join('')).not.toContain('disk full of secrets');
});

test('an error that nobody foresaw becomes internal, with a stack in the log and no text', async () => {
  const { answer, logged } = start(async () => {
    throw new TypeError('text of an incident');
  });
  const answered = await answer(question('/incident 29'));
  expect(answered).toMatchObject({ kind: 'failure', code: 'internal' });
  const log = logged.join('');
  expect(log).toContain((answered as { reference: string }).reference);
  expect(log).toMatch(/"name":"TypeError".*create-corridor\.test/);
  expect(log).not.toContain('text of an incident');
});

test('one failure among several leaves the others as they are', async () => {
  const { answer, entries } = start(async (id, options) => {
    if (id === '30') throw new Failure('throttled', { retryAfterSeconds: 9 });
    return found(id, options);
  });
  await expect(answer(question('/incident 29 30 31'))).resolves.toMatchObject({
    kind: 'several',
    answers: [{ askedId: '29' }, { code: 'throttled', askedId: '30', retryAfterSeconds: 9 }, { askedId: '31' }],
  });
  expect(entries).toMatchObject([{ asked: ['29', '30', '31'], answered: ['29', '31'], outcome: 'throttled' }]);
});

test('a roster that breaks ends as internal, not as an answer', async () => {
  const { answer, asked, entries } = start(found, { ALLOW_ALL_MEMBERS: 'true' });
  const asker = { ...question('').asker, rosterEntry: () => Promise.reject(new RangeError('roster')) };
  await expect(answer(question('/incident 29', { asker }))).resolves.toMatchObject({ code: 'internal' });
  expect(asked).toEqual([]);
  expect(entries).toMatchObject([{ command: 'unknown', outcome: 'internal', answered: [] }]);
});

test('help for somebody who may not is recorded with why', async () => {
  const { answer, entries } = start(found, { ALLOWED_USERS: 'dana' });
  await answer(question('help'));
  expect(entries).toMatchObject([{ command: 'help', outcome: 'answered', denial: 'no-rule' }]);
});

test('references are short, and no two are the same', async () => {
  const { answer, entries } = start();
  await Promise.all(Array.from({ length: 200 }, () => answer(question('29'))));
  expect(new Set(entries.map(({ reference }) => reference)).size).toBe(200);
  for (const { reference } of entries) expect(reference).toMatch(/^[2-9A-HJ-NP-Z]{8}$/);
});
