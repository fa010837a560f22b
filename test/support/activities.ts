import { randomUUID } from 'node:crypto';
import { sampleTenantId } from '../../src/sandbox/sample-incidents.ts';

/** A person of the home tenant. */
export const asker = {
  id: '29:1asker',
  name: 'Adele Vance',
  aadObjectId: '0d4f2a5e-4a43-4f3f-9d39-1b1c6b7c8d90',
};
export const bot = { id: '28:22222222-2222-4222-8222-222222222222', name: 'Incident Bot' };

/** A message as Teams sends it in a personal chat; `differences` replace whole fields. */
export function createMessage(text: string, serviceUrl: string, differences: object = {}) {
  return {
    type: 'message',
    id: randomUUID(),
    timestamp: '2026-11-21T03:00:00.000Z',
    channelId: 'msteams',
    serviceUrl,
    from: asker,
    recipient: bot,
    conversation: { id: 'a:personal-1', conversationType: 'personal', tenantId: sampleTenantId },
    channelData: { tenant: { id: sampleTenantId } },
    locale: 'en-US',
    textFormat: 'plain',
    text,
    ...differences,
  };
}

/** An invoke as Teams sends it from a personal chat: a button of a card, a search. */
export function createInvoke(name: string, value: unknown, serviceUrl: string, differences: object = {}) {
  return createMessage('', serviceUrl, { type: 'invoke', name, value, text: undefined, ...differences });
}

/** What makes a message one of a channel's thread. */
export function inChannel(threadId = '1700000000000') {
  return {
    conversation: {
      id: `19:general@thread.tacv2;messageid=${threadId}`,
      conversationType: 'channel',
      isGroup: true,
      tenantId: sampleTenantId,
    },
    channelData: {
      tenant: { id: sampleTenantId },
      team: { id: '19:team@thread.tacv2' },
      channel: { id: '19:general@thread.tacv2' },
    },
  };
}
