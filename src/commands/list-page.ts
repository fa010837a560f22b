/** More pages than this no list has. The buttons of a card name no page beyond it. */
export const maxPage = 999;

/** `page 2` at the end of a list's filters. */
export const pageAtEnd = /\bpage (\d{1,3})$/i;
