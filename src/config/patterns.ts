/** An id of Entra: tenant, user, group or app. */
export const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A channel's id as Teams writes it: `19:...@thread.tacv2` (`@thread.skype` in old teams). */
export const channelId = /^19:[^\s;]+@thread\.(tacv2|skype)$/;

/** A group chat's conversation id as Teams writes it: `19:...@thread.v2`. */
export const chatId = /^19:[^\s;]+@(?!thread\.(tacv2|skype)$)[\w.]+$/;
