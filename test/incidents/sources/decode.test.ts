import fc from 'fast-check';
import { decodeDefenderIncident } from '../../../src/incidents/sources/decode-defender-incident.ts';
import { decodeGraphIncident } from '../../../src/incidents/sources/decode-graph-incident.ts';
import { parseJson } from '../../../src/incidents/sources/wire.ts';
import { fuzzOptions } from '../../support/fuzz-options.ts';

const graph = (fields: object) => decodeGraphIncident({ id: '29', displayName: 'x', ...fields });
const defender = (fields: object) =>
  decodeDefenderIncident(parseJson(JSON.stringify({ incidentId: 29, incidentName: 'x', ...fields })));

test.each([
  ['Active', 'active'],
  ['ACTIVE', 'active'],
  ['InProgress', 'inProgress'],
  ['inprogress', 'inProgress'],
  ['AwaitingAction', 'awaitingAction'],
  ['unknownFutureValue', 'unknown'],
  ['somethingNew', 'somethingNew'],
  ['SomethingNew', 'somethingNew'],
  ['__proto__', '__proto__'],
  ['constructor', 'constructor'],
  [null, 'unknown'],
  ['', 'unknown'],
])('status %j is read as %s', (status, expected) => {
  expect(graph({ status }).status).toBe(expected);
  expect(defender({ status }).status).toBe(expected);
});

test.each([
  ['UnSpecified', 'unknown'],
  ['High', 'high'],
  ['informational', 'informational'],
])('severity %s is read as %s', (severity, expected) => {
  expect(defender({ severity }).severity).toBe(expected);
});

test.each([
  ['NotAvailable', 'unknown'],
  ['UnSpecified', 'unknown'],
  ['CompromisedUser', 'compromisedAccount'],
  ['compromisedAccount', 'compromisedAccount'],
  ['Clean', 'notMalicious'],
  ['NotMalicious', 'notMalicious'],
  ['InsufficientData', 'notEnoughDataToValidate'],
  ['NoEnoughDataToValidate', 'notEnoughDataToValidate'],
  ['notEnoughDataToValidate', 'notEnoughDataToValidate'],
  ['ConfirmedUserActivity', 'confirmedActivity'],
  ['confirmedActivity', 'confirmedActivity'],
  ['MultiStagedAttack', 'multiStagedAttack'],
  ['somethingNew', 'somethingNew'],
])('determination %s is read as %s', (determination, expected) => {
  expect(graph({ determination }).determination).toBe(expected);
  expect(defender({ determination }).determination).toBe(expected);
});

test('a status keeps its name even if a determination of that name is spelt otherwise', () => {
  expect(graph({ status: 'clean' }).status).toBe('clean');
});

test('names of today win over those of 2021, and both are read', () => {
  expect(graph({ tags: ['old'], aadTenantId: 'old' })).toMatchObject({ customTags: ['old'], tenantId: 'old' });
  expect(graph({ tags: ['old'], customTags: ['new'], aadTenantId: 'old', tenantId: 'new' })).toMatchObject({
    customTags: ['new'],
    tenantId: 'new',
  });
  const today = { comment: 'a', createdByDisplayName: 'x', createdDateTime: '2026-01-01T00:00:00.5Z' };
  const old = { comment: 'b', createdBy: 'y', createdTime: '2021-01-01T00:00:00Z' };
  expect(graph({ comments: [today, old, { comment: null }] }).comments).toEqual([
    { comment: 'a', createdByDisplayName: 'x', createdDateTime: '2026-01-01T00:00:00Z' },
    { comment: 'b', createdByDisplayName: 'y', createdDateTime: '2021-01-01T00:00:00Z' },
  ]);
});

test.each([
  ['2026-01-22T12:09:23.1433333Z', '2026-01-22T12:09:23Z'],
  ['2026-01-22T12:09:23Z', '2026-01-22T12:09:23Z'],
  ['2026-01-22T14:09:23+02:00', '2026-01-22T12:09:23Z'],
  ['yesterday', null],
  ['soon 5', null],
  ['2026-01-22T12:09:23', null],
  ['0001-01-01T00:00:00Z', null],
  ['+012345-01-01T00:00:00Z', null],
  ['2026-13-45T00:00:00Z', null],
  [null, null],
])('the time %j becomes %j', (lastUpdateDateTime, expected) => {
  expect(graph({ lastUpdateDateTime }).lastUpdateDateTime).toBe(expected);
});

test.each([null, undefined, '', '0'])('redirectIncidentId %j says that it was not merged', (redirectIncidentId) => {
  expect(graph({ redirectIncidentId }).redirectIncidentId).toBeNull();
});

test('blank texts count as none, and lists lose their nulls', () => {
  expect(graph({ status: 'active', assignedTo: ' ', displayName: '', customTags: [null, 'a', ''] })).toMatchObject({
    assignedTo: null,
    displayName: null,
    customTags: ['a'],
  });
});

test('fields of another type count as none, and the rest is read', () => {
  const odd = {
    assignedTo: 5,
    comments: [null, 7, { comment: 'kept' }],
    customTags: [1, 'kept'],
    priorityScore: '100',
    lastUpdateDateTime: 5,
  };
  expect(graph(odd)).toMatchObject({
    assignedTo: null,
    comments: [{ comment: 'kept' }],
    customTags: [null, 'kept'].slice(1),
    priorityScore: null,
    lastUpdateDateTime: null,
  });
  expect(graph({ comments: {}, customTags: 'x' })).toMatchObject({ comments: [], customTags: [] });
});

test('an id that Graph sends as a number is read by its digits', () => {
  expect(
    decodeGraphIncident(parseJson('{"id":9223372036854775807,"displayName":"x","redirectIncidentId":30}')),
  ).toMatchObject({
    id: '9223372036854775807',
    redirectIncidentId: '30',
  });
});

test.each(['{"id":"29"}', '{"id":"29","status":null,"assignedTo":"x"}'])('%s is no incident', (body) => {
  expect(() => decodeGraphIncident(parseJson(body))).toThrow('an id alone');
});

test('for any JSON, decoding gives an incident or an error, and never another number', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(decodeGraphIncident, decodeDefenderIncident), (body, decode) => {
      try {
        expect(decode(parseJson(body)).id).toMatch(/^[1-9]\d{0,18}$/);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }),
    fuzzOptions(500),
  );
});
