// version: the official exam was sat in one of the versions that the guarantee covers.
import { z } from 'zod';
import { attemptOf } from '../evidence.ts';
import { attemptSchema, cure, listSchema, objectSchema } from '../reading.ts';
import { defineRule, settled } from '../rule.ts';
import { examName } from './names.ts';

/** The attempt's version is one of `allowed`; not stored: unknown. */
export const version = defineRule({
  name: 'version',
  schema: objectSchema({
    attempt: attemptSchema,
    allowed: listSchema(z.union([z.string(), z.number()], cure('give a version as text or number'))).min(
      1,
      'name at least one version',
    ),
  }),
  judge: ({ attempt: number, allowed }, evidence) => {
    const attempt = attemptOf(evidence, number);
    if (!attempt) return settled('not_yet');
    if (attempt.version === undefined) return settled('unknown');
    return settled(allowed.includes(attempt.version) ? 'met' : 'failed');
  },
  tell: ({ attempt: number, allowed }, evidence, { result }) => {
    const sat = attemptOf(evidence, number)?.version;
    const need = `version ${allowed.join(' or ')}`;
    const exam = examName(number);
    const have = sat === undefined ? 'not recorded' : `version ${sat}`;
    const sentences = {
      met: [`You sat ${have} of the ${exam}, as asked.`, `Sat ${have}.`],
      not_yet: [`Sit the ${exam} in ${need}.`, `The ${exam} has not been sat.`],
      unknown: [
        `Staff must still record which version of the ${exam} you sat.`,
        `Enter the version of the ${exam}; covered: ${need}.`,
      ],
      failed: [`You sat ${have} of the ${exam}; the guarantee covers ${need}.`, `Sat ${have}, not ${need}.`],
    }[result];
    return { need, have, student: sentences[0]!, staff: sentences[1]! };
  },
  terms: ({ attempt, allowed }) => `Sit the ${examName(attempt)} in version ${allowed.join(' or ')}.`,
});
