// no_activity_after: nothing of the course was used after a day, such as that of the exam.
import { anchorSchema, anchorWords, factNamesOf } from '../anchor.ts';
import { type Evidence, anchorDay } from '../evidence.ts';
import { objectSchema } from '../reading.ts';
import { defineRule, settled } from '../rule.ts';

/** Failed once an `activity` lies after the day of `anchor`; met otherwise, also while that day is not known. */
export const noActivityAfter = defineRule({
  name: 'no_activity_after',
  schema: objectSchema({ anchor: anchorSchema }),
  uses: ({ anchor }) => ({ dates: factNamesOf(anchor) }),
  judge: ({ anchor }, evidence) => {
    const from = anchorDay(evidence, anchor);
    // What exists today cannot lie after a day that is still to come, so time alone changes nothing.
    const isUsed = from !== undefined && from.knownFrom <= evidence.now && hasActivityAfter(from.day, evidence);
    return settled(isUsed ? 'failed' : 'met');
  },
  tell: ({ anchor }, _, { result }) => {
    const need = `no use of the course after ${anchorWords(anchor)}`;
    return result === 'failed'
      ? {
          need,
          have: 'used after it',
          student: `You used the course after ${anchorWords(anchor)}.`,
          staff: `Used after ${anchorWords(anchor)}.`,
        }
      : {
          need,
          have: 'not used after it',
          student: `Do not use the course after ${anchorWords(anchor)}: that would end the guarantee.`,
          staff: `No use after ${anchorWords(anchor)}.`,
        };
  },
  terms: ({ anchor }) => `Do not use the course after ${anchorWords(anchor)}.`,
});

function hasActivityAfter(day: number, { facts, today }: Evidence): boolean {
  return facts.activityDays.some((active) => active > day && active <= today);
}
