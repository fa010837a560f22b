import type { Activity } from 'botbuilder';
import { z } from 'zod';

/** What stands in the search box of the message extension. */
export interface ComposeQuery {
  readonly text: string;
  /** Whether the box was only opened. */
  readonly initial: boolean;
  /** Results that the client has already, and how many more it asks for. */
  readonly skip: number;
  readonly count: number;
}

const search = z.object({
  // Teams names command and parameter as the manifest does; the Playground leaves both out.
  commandId: z.literal('findIncident').optional(),
  parameters: z.array(z.object({ name: z.enum(['query', 'initialRun']).default('query'), value: z.unknown() })),
  queryOptions: z
    .object({ skip: z.number().min(0).transform(Math.floor).catch(0), count: z.int().min(1).catch(25) })
    .catch({ skip: 0, count: 25 }),
});

const link = z.object({ url: z.string() });

/** Reads a `composeExtension/query`; undefined where it is for no command of the bot's. */
export function readComposeQuery({ value }: Activity): ComposeQuery | undefined {
  const read = search.safeParse(value);
  if (!read.success) return undefined;
  const { parameters, queryOptions } = read.data;
  const parameterOf = (name: string) => parameters.find((parameter) => parameter.name === name)?.value;
  const typed = parameterOf('query');
  return {
    text: typeof typed === 'string' ? typed : '',
    initial: String(parameterOf('initialRun')) === 'true',
    ...queryOptions,
  };
}

/** Reads the link of a `composeExtension/queryLink`; empty where there is none. */
export function readPastedLink({ value }: Activity): string {
  return link.safeParse(value).data?.url ?? '';
}
