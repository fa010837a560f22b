import type { Activity } from 'botbuilder';
import type { Place } from '../access/decide-access.ts';
import { decodeChannelData } from './decode-activity.ts';

/** The kind of place that an activity comes from. A client that names none still tells of a channel, or of others. */
export function placeKindOf({ conversation, channelData }: Activity): Place['kind'] {
  const { conversationType, isGroup } = conversation;
  if (conversationType === 'channel' || conversationType === 'groupChat') return conversationType;
  if (conversationType === undefined && decodeChannelData(channelData).channel !== undefined) return 'channel';
  return isGroup === true ? 'groupChat' : 'personal';
}
