// What a form says of a sitting of the official exam: a day, a time with its zone, a place, how it went, and the score.

import { z } from 'zod';
import type { SittingSaid } from '../domain/claims/official-sitting.ts';
import { readDay } from '../domain/day.ts';
import { instantOfLocal, findZone } from '../domain/zone.ts';

const text = (most: number) => z.string().trim().max(most, `Keep this under ${most} characters.`).default('');
const dayWords = 'Give a day, such as 2026-12-19.';
const timeWords = 'Give a time, such as 09:00, or leave it open.';
const scoreWords = 'Give the score as a number, such as 66 or 66.5, or leave it open.';

/** The fields of the form, as one sitting. `act`: whether it is only to be looked at, or saved. */
export const sittingBody = z
  .object({
    act: z.enum(['preview', 'save']).catch('preview'),
    on: z
      .string({ error: dayWords })
      .trim()
      .refine((day) => readDay(day) !== null, dayWords),
    time: z
      .string()
      .trim()
      .regex(/^(([01]\d|2[0-3]):[0-5]\d)?$/, timeWords)
      .default(''),
    zone: z.string().refine((zone) => findZone(zone) !== null, 'Choose a time zone of the list.'),
    place: text(120),
    result: z.enum(['booked', 'pass', 'fail', 'pending', 'no_show', 'cancelled'], { error: 'Choose how it went.' }),
    resultReleasedOn: z
      .string()
      .trim()
      .refine((day) => day === '' || readDay(day) !== null, dayWords)
      .default(''),
    score: z
      .string()
      .trim()
      .regex(/^(\d{1,4}([.,]\d{1,4})?)?$/, scoreWords)
      .default(''),
    reason: text(1000),
  })
  .transform(({ act, on, time, zone, place, result, resultReleasedOn, score, reason }) => {
    const isOut = result === 'pass' || result === 'fail';
    const said: SittingSaid = {
      on,
      startAt: time === '' ? null : instantOfLocal(readDay(on)!, msOfDay(time), findZone(zone)!),
      result,
      resultReleasedOn: isOut ? (resultReleasedOn === '' ? null : resultReleasedOn) : null,
      score: isOut && score !== '' ? Number(score.replace(',', '.')) : null,
      place,
      version: null,
    };
    return { isPreview: act === 'preview', said, reason };
  });

function msOfDay(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}
