// attempt_number: the student had not tried the official exam before enrolling.
import { objectSchema } from '../reading.ts';
import { defineRule, settled } from '../rule.ts';

/** Failed with any earlier attempt; nothing stored means none. */
export const attemptNumber = defineRule({
  name: 'attempt_number',
  schema: objectSchema({}),
  judge: (_, { facts }) => settled(facts.priorAttempts > 0 ? 'failed' : 'met'),
  tell: (_, { facts }) => {
    const count = facts.priorAttempts;
    const need = 'no earlier attempt';
    return count > 0
      ? {
          need,
          have: String(count),
          student: `You had sat the official exam before enrolling; the guarantee is for a first attempt.`,
          staff: `Earlier attempts: ${count}.`,
        }
      : { need, have: 'none', student: 'You had not sat the official exam before.', staff: 'No earlier attempt.' };
  },
  terms: () => 'You have not sat the official exam before enrolling.',
});
