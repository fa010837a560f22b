import { z } from 'zod';
import { isIncidentNumber } from '../incident-number.ts';

/** An incident's number, which the APIs write as a string or, in Defender XDR, as a 64-bit integer. */
export const incidentId = z.string().refine(isIncidentNumber);

/** The incident that this one was merged into; absent, null, empty and zero all say: none. */
export const redirectId = z
  .string()
  .nullish()
  .transform((value) => (value === undefined || value === '' || value === '0' ? null : value))
  .pipe(incidentId.nullable());

/** Free text or nothing: absent, null and blank are one. */
export const text = z
  .string()
  .nullish()
  .transform((value) => (value?.trim() ? value : null));

/** A list that may be absent, null or hold nulls (OpenAPI allows them in `customTags`). */
export const texts = z
  .array(z.string().nullable())
  .nullish()
  .transform((values) => (values ?? []).filter((value) => value !== null && value.trim() !== '') as string[]);

/** A time of any precision (Graph sends up to seven fractional digits) as UTC with whole seconds, or null. */
export const time = z
  .string()
  .nullish()
  .transform((value) => {
    const date = new Date(value ?? Number.NaN);
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
    (/[a-z]/.test(value) ? value[0]?.toLowerCase() + value.slice(1) : value.toLowerCase())
  );
});

/** A comment under the names of v1.0, or of the 2021 beta and Defender (`createdBy`, `createdTime`). */
export const comments = z
  .array(
    z
      .object({ comment: text, createdByDisplayName: text, createdBy: text, createdDateTime: time, createdTime: time })
      .transform((wire) => ({
        comment: wire.comment ?? '',
        createdByDisplayName: wire.createdByDisplayName ?? wire.createdBy,
        createdDateTime: wire.createdDateTime ?? wire.createdTime,
      })),
  )
  .nullish()
  .transform((values) => (values ?? []).filter(({ comment }) => comment !== ''));
