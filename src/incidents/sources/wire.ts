import { z } from 'zod';
import { isIncidentNumber } from '../incident-number.ts';
import { isNestedDeeper } from './is-nested-deeper.ts';

/** An incident's number, which the APIs write as a string or, in Defender XDR, as a 64-bit integer. */
export const incidentId = z.string().refine(isIncidentNumber);

/** The incident that this one was merged into; absent, null, empty and zero all say: none. */
export const redirectId = z
  .string()
  .nullish()
  .transform((value) => (value === undefined || value === '' || value === '0' ? null : value))
  .pipe(incidentId.nullable());

/** Free text or nothing: absent, null, blank and another type are one. Only the id has to be right. */
export const text = z
  .string()
  .nullish()
  .catch(null)
  .transform((value) => (value?.trim() ? value : null));

/** A list that may be absent, null or hold nulls (OpenAPI allows them in `customTags`). */
export const texts = z
  .array(text)
  .nullish()
  .catch(null)
  .transform((values) => (values ?? []).filter((value) => value !== null));

/** RFC 3339 of a year that a calendar shows; 0001-01-01 is what .NET sends for none. */
const timestamp = /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/** A time of any precision (Graph sends up to seven fractional digits) as UTC with whole seconds, or null. */
export const time = text.transform((value) => {
  const date = new Date(value !== null && timestamp.test(value) ? value : Number.NaN);
  return Number.isNaN(date.getTime()) ? null : `${date.toISOString().slice(0, 19)}Z`;
});

/**
 * Members whose camelCase can not be had by lowering the first letter, and Defender's own words for `unknown`
 * (`UnSpecified` severity, `NotAvailable` determination).
 */
const members: ReadonlyMap<string, string> = new Map([
  ['unspecified', 'unknown'],
  ['notavailable', 'unknown'],
  ['unknownfuturevalue', 'unknown'],
  ['inprogress', 'inProgress'],
  ['awaitingaction', 'awaitingAction'],
  ['falsepositive', 'falsePositive'],
  ['truepositive', 'truePositive'],
  ['informationalexpectedactivity', 'informationalExpectedActivity'],
  ['multistagedattack', 'multiStagedAttack'],
]);

/** An enum member in any casing (the beta of 2021 and Defender write PascalCase) as Graph v1.0 writes it. */
export const member = text.transform((value) => {
  if (value === null) return null;
  return (
    members.get(value.toLowerCase()) ??
    (/[a-z]/.test(value) ? value.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase()) : value.toLowerCase())
  );
});

/**
 * Determinations that Microsoft's own pages spell in two ways, under the names of Graph's metadata: the resource
 * page of Graph and Defender XDR use the others.
 */
const respeltDeterminations: ReadonlyMap<string, string> = new Map([
  ['compromiseduser', 'compromisedAccount'],
  ['clean', 'notMalicious'],
  ['insufficientdata', 'notEnoughDataToValidate'],
  ['noenoughdatatovalidate', 'notEnoughDataToValidate'],
  ['confirmeduseractivity', 'confirmedActivity'],
]);

/** A determination, in any casing and either spelling, as Graph's metadata writes it. */
export const determination = member.transform((value) =>
  value === null ? null : (respeltDeterminations.get(value.toLowerCase()) ?? value),
);

/** A comment under the names of v1.0, or of the 2021 beta and Defender (`createdBy`, `createdTime`). */
const comment = z
  .object({ comment: text, createdByDisplayName: text, createdBy: text, createdDateTime: time, createdTime: time })
  .transform((wire) => ({
    comment: wire.comment ?? '',
    createdByDisplayName: wire.createdByDisplayName ?? wire.createdBy,
    createdDateTime: wire.createdDateTime ?? wire.createdTime,
  }));

/** Comments, oldest first; what is none among them is left out. */
export const comments = z
  .array(comment.nullable().catch(null))
  .nullish()
  .catch(null)
  .transform((values) => (values ?? []).flatMap((value) => (value !== null && value.comment !== '' ? [value] : [])));

/** An incident with alerts, their evidence and its details is about ten deep. */
const deepest = 100;

/**
 * Parses a body. Ids are 64-bit in Defender XDR: past 2^53 a JSON number would be rounded to another incident, so
 * its own digits are kept.
 *
 * @throws SyntaxError, RangeError where it is nested over 100 deep
 */
export function parseJson(body: string): unknown {
  if (isNestedDeeper(body, deepest)) throw new RangeError('nested too deep');
  return JSON.parse(body, keepLongIds);
}

function keepLongIds(this: unknown, key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || !['id', 'incidentId', 'redirectIncidentId'].includes(key)) return value;
  return context?.source ?? String(value);
}

/** An id alone is no incident: the APIs always tell more, at least its status and severity. */
export function tellsNothing(wire: { displayName: unknown; status: unknown; severity: unknown }): boolean {
  return wire.displayName === null && wire.status === null && wire.severity === null;
}
