/** Milliseconds after an activity's arrival. A message is answered within 9 s; the last one is for drawing and sending. */
export const messageDeadlineMs = 8_000;
/** An invoke is answered within 4 s: the look-up has 3, updating the message for everybody what is left of 3.7. */
export const invokeDeadlineMs = 3_000;
export const updateDeadlineMs = 3_700;
/**
 * When Teams says how long to wait, the answer to a message may be posted as late as this: late, but before Teams takes
 * the question for lost and sends it again, after 15 s.
 */
export const throttledDeadlineMs = 13_000;
/** What updating a message may take of a message's own time, where it comes before the answer. */
export const updateMs = 3_000;
