/** Milliseconds after an activity's arrival. A message is answered within 9 s; the last one is for drawing and sending. */
export const messageDeadlineMs = 8_000;
/** An invoke is answered within 4 s: the look-up has 3, updating the message for everybody what is left of 3.7. */
export const invokeDeadlineMs = 3_000;
export const updateDeadlineMs = 3_700;
/** What updating a message may take of a message's own time, where it comes before the answer. */
export const updateMs = 3_000;
