import type { Incident } from './incident.ts';

/** The most urgent first. */
export const severities: readonly string[] = ['high', 'medium', 'low', 'informational'];
const statuses: readonly string[] = ['active', 'awaitingaction', 'inprogress'];

/** The place of `member` in `order`; what is not in it comes last. */
function rank(order: readonly string[], member: string): number {
  const place = order.indexOf(member.toLowerCase());
  return place < 0 ? order.length : place;
}

/** Whether its severity is one of these. */
export function isOfSeverity({ severity }: Incident, among: readonly string[]): boolean {
  return among.includes(severity.toLowerCase());
}

/** Orders incidents by severity, then by what nobody works on yet, then the newest first. */
export function byUrgency(a: Incident, b: Incident): number {
  return (
    rank(severities, a.severity) - rank(severities, b.severity) ||
    rank(statuses, a.status) - rank(statuses, b.status) ||
    newestFirst(a, b)
  );
}

/** Orders incidents by what nobody works on yet, then by severity, then the newest first: for choosing one. */
export function byState(a: Incident, b: Incident): number {
  return rank(statuses, a.status) - rank(statuses, b.status) || byUrgency(a, b);
}

/** Times in UTC with whole seconds compare as text; of two at the same second the higher number is newer. */
function newestFirst(a: Incident, b: Incident): number {
  return (
    (b.createdDateTime ?? '').localeCompare(a.createdDateTime ?? '') ||
    b.id.length - a.id.length ||
    b.id.localeCompare(a.id)
  );
}
