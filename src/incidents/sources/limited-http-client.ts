import { type HttpClient, type PipelineResponse, RestError } from '@azure/core-rest-pipeline';

/** An incident with hundreds of alerts is below a megabyte; more than this is no answer of these APIs. */
const maxBytes = 5 * 1024 * 1024;
/** The code of the error for such a body. */
export const bodyTooLarge = 'BODY_TOO_LARGE';

/**
 * Reads a body only up to 5 MB. The pipeline's own client gathers one of any size, and one of more than half a
 * gigabyte ends the process, because it does not fit into a string.
 */
export function limitedHttpClient(inner: HttpClient): HttpClient {
  return {
    async sendRequest(request) {
      request.streamResponseStatusCodes = new Set([Number.POSITIVE_INFINITY]);
      const response = await inner.sendRequest(request);
      return { ...response, bodyAsText: await readBody(response) };
    },
  };
}

async function readBody({ readableStreamBody, request }: PipelineResponse): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // Leaving the loop early destroys the stream, and with it the connection.
    for await (const chunk of readableStreamBody ?? []) {
      const buffer = Buffer.from(chunk);
      bytes += buffer.length;
      if (bytes > maxBytes) throw new RestError('body too large', { code: bodyTooLarge, request });
      chunks.push(buffer);
    }
  } catch (error) {
    if (error instanceof RestError) throw error;
    const { code } = (error ?? {}) as { code?: string };
    throw new RestError('body broke off', { code: code ?? RestError.PARSE_ERROR, request });
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
