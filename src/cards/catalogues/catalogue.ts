import type { en } from './en.ts';

export type MessageKey = keyof typeof en;

/** The messages of one language: the keys of the English one, none missing and none more. */
export type Catalogue = Readonly<Record<MessageKey, string>>;
