import type { IncomingMessage } from 'node:http';
import getRawBody from 'raw-body';

const maxBodyBytes = 256 * 1024;

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
    return { json: JSON.parse(body) };
  } catch (error) {
    return { refusal: (error as { status?: number }).status ?? 400 };
  }
}
