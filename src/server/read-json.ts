import type { IncomingMessage } from 'node:http';
import getRawBody from 'raw-body';
import { isNestedDeeper } from '../incidents/sources/is-nested-deeper.ts';

const maxBodyBytes = 256 * 1024;
/** Parts of an activity are written out again in its answer, which ends in an overflow where they are nested deeply. */
const deepest = 100;

/**
 * The JSON of a body, or the status that refuses it. Plain JSON only: packed bodies could unfold without a limit.
 * A body that is too large is refused before it is parsed, and where it says so itself before it is read.
 */
export async function readJson(request: IncomingMessage): Promise<{ json: unknown } | { refusal: number }> {
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') return { refusal: 415 };
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) return { refusal: 415 };
  const length = request.headers['content-length'];
  try {
    const body = await getRawBody(request, { ...(length && { length }), limit: maxBodyBytes, encoding: 'utf8' });
    return isNestedDeeper(body, deepest) ? { refusal: 400 } : { json: JSON.parse(body) };
  } catch (error) {
    return { refusal: (error as { status?: number }).status ?? 400 };
  }
}
