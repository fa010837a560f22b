/** A channel's conversation id carries the thread: `19:...@thread.tacv2;messageid=1700000000000`. */
export function withoutThread(conversationId: string): string {
  return conversationId.split(';')[0] ?? conversationId;
}
