import type { Activity } from 'botbuilder';
import { z } from 'zod';

/** A field that Teams may leave out; one of another type counts as left out. */
const optional = z.string().optional().catch(undefined);

/**
 * An id that goes into the address of a request to Teams: encoded, but dots alone would still lead out of its place,
 * and half a character can not be encoded.
 */
const id = z.string().regex(/^(?!\.{1,2}$)[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u);

const account = z.looseObject({ id: id.min(1), name: z.string().nullish(), aadObjectId: z.string().nullish() });

/**
 * What every activity needs to be answered at all, and what is read of it. Everything else is left as Teams sent
 * it, because the SDK reads more.
 */
const wire = z.looseObject({
  type: z.string().min(1).max(100),
  id: id.max(1000).nullish(),
  channelId: z.string().min(1).max(100),
  serviceUrl: z.string().min(1).max(2000),
  conversation: z.looseObject({
    id: id.min(1).max(1000),
    tenantId: optional,
    conversationType: optional,
  }),
  from: account,
  recipient: account.extend({ isTargeted: z.boolean().optional().catch(undefined) }),
  text: z.string().nullish(),
  attachments: z
    .array(z.looseObject({ contentType: optional }))
    .optional()
    .catch(undefined),
  locale: optional,
  action: optional,
  name: optional,
  replyToId: optional.pipe(id.optional()),
  channelData: z
    .unknown()
    .refine((data) => id.optional().safeParse(decodeChannelData(data).team?.id).success)
    .optional(),
  membersAdded: z
    .array(z.looseObject({ id: z.string() }))
    .optional()
    .catch(undefined),
});

/** Teams names nobody as the sender of a link where the app is not installed. */
export function isAnonymousLink(body: unknown): body is object {
  return anonymousLink.safeParse(body).success;
}
const anonymousLink = z.object({
  type: z.literal('invoke'),
  name: z.literal('composeExtension/anonymousQueryLink'),
});

/** The body of a request as an activity, or undefined where it is none. */
export function decodeActivity(body: unknown): Activity | undefined {
  const decoded = wire.safeParse(isAnonymousLink(body) ? { ...body, from: { id: 'anonymous' } } : body);
  // The SDK's type asks for many fields that Teams does not send; the ones that are read are checked above.
  return decoded.success ? (decoded.data as unknown as Activity) : undefined;
}

/** The fields of Teams' `channelData` that say where a question was asked. */
const channelData = z.looseObject({
  tenant: z.looseObject({ id: z.string() }).optional().catch(undefined),
  team: z
    .looseObject({ id: z.string().optional().catch(undefined), aadGroupId: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
  channel: z.looseObject({ id: z.string() }).optional().catch(undefined),
});

/** Teams' `channelData`, empty where there is none or it has another shape. */
export function decodeChannelData(data: unknown): z.infer<typeof channelData> {
  return channelData.catch({}).parse(data);
}

/** The tenants that an activity names, in lower case. Teams names its tenant in two places. */
export function readTenants({ channelData, conversation }: Activity): string[] {
  const named = [decodeChannelData(channelData).tenant?.id, conversation.tenantId];
  return [...new Set(named.flatMap((id) => (id ? [id.toLowerCase()] : [])))];
}

/** The tenant that an activity comes from; undefined where it names none, or more than one. */
export function tenantOf(activity: Activity): string | undefined {
  const [tenant, another] = readTenants(activity);
  return another === undefined ? tenant : undefined;
}
