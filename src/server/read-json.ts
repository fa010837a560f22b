import type { IncomingMessage } from 'node:http';
import getRawBody from 'raw-body';

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
    const json: unknown = JSON.parse(body);
    return isDeeperThan(deepest, json) ? { refusal: 400 } : { json };
  } catch (error) {
    return { refusal: (error as { status?: number }).status ?? 400 };
  }
}

function isDeeperThan(levels: number, json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return false;
  return levels === 0 || Object.values(json).some((value) => isDeeperThan(levels - 1, value));
}
