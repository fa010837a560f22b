import { z } from 'zod';
import type { Config } from '../config/config.ts';

/** Teams' tokens have about 1,000 characters. botbuilder's time for a token grows with the square of its claims. */
const longestToken = 4096;

/**
 * Whether a bearer token says that the Bot Framework of this cloud made it out, until a certain time, and names no
 * foreign tenant. It is not believed: botbuilder checks signature and claims afterwards. But botbuilder would also take
 * tokens that Entra made out to the bot itself, in any tenant, without a word of Teams or its service URL (they are for
 * the Emulator), and it remembers the tenant of every token it is shown, for good, before any check.
 */
export function isChannelToken(token: string, { cloud, access }: Pick<Config, 'cloud' | 'access'>): boolean {
  if (token.length > longestToken) return false;
  const claims = z.object({
    iss: z.literal(cloud.channelIssuer),
    exp: z.number(),
    tid: z.enum(access.tenants).optional(),
  });
  return claims.safeParse(readClaims(token)).success;
}

function readClaims(token: string): unknown {
  const [, payload] = /^[\w-]+\.([\w-]+)\.[\w-]+$/.exec(token) ?? [];
  try {
    return JSON.parse(Buffer.from(payload ?? '', 'base64url').toString());
  } catch {
    return undefined;
  }
}
