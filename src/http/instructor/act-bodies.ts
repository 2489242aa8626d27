// What the dialogs of staff send: minutes within bounds, a reason in words, and the name of the press.

import { z } from 'zod';

const minutesWords = 'Give whole minutes, from 1 to 600.';
const reason = z
  .string({ error: 'Give a reason: it is kept with the attempt.' })
  .trim()
  .min(1, 'Give a reason: it is kept with the attempt.')
  .max(500, 'Keep the reason under 500 characters.');
const minutes = z.coerce.number({ error: minutesWords }).int(minutesWords).min(1, minutesWords).max(600, minutesWords);

/** The name of one press of a button; the database uses it as the name of a field. */
const actId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'Reload the page, then press the button again.');

export const reasonBody = z.object({ reason });
export const minutesBody = z.object({ minutes, reason, actId });
export const reopenBody = z.object({ minutes, reason });
export const voidBody = z.object({
  reason,
  givesTryBack: z
    .literal('yes')
    .optional()
    .transform((ticked) => ticked === 'yes'),
});
export const applyLateBody = z.object({ reason, slot: z.string().regex(/^s[1-9]\d{0,3}$/) });
