// reported: the student told the training provider of the exam date on or before the exam day.
import { dayInWords } from '../../day.ts';
import { attemptOf, dateFact } from '../evidence.ts';
import { attemptSchema, objectSchema } from '../reading.ts';
import { defineRule, settled } from '../rule.ts';
import { examName } from './names.ts';

/** `examReportedOn` on or before the exam day; before the attempt met once it is stored. */
export const reported = defineRule({
  name: 'reported',
  schema: objectSchema({ attempt: attemptSchema }),
  uses: () => ({ dates: ['examReportedOn'] }),
  judge: ({ attempt: number }, evidence) => {
    const attempt = attemptOf(evidence, number);
    const reportedOn = dateFact(evidence, 'examReportedOn');
    if (!attempt) return settled(reportedOn === undefined ? 'not_yet' : 'met');
    return settled(reportedOn !== undefined && reportedOn <= attempt.on ? 'met' : 'failed');
  },
  tell: ({ attempt: number }, evidence, { result }) => {
    const reportedOn = dateFact(evidence, 'examReportedOn');
    const exam = examName(number);
    const need = `date of the ${exam} reported by the exam day`;
    const have = reportedOn === undefined ? 'not reported' : `reported ${dayInWords(reportedOn)}`;
    const sentences = {
      met: [`You reported the date of your ${exam}.`, `Exam date ${have}.`],
      not_yet: [`Report the date of your ${exam} to us before you sit it.`, `Exam date not reported yet.`],
      unknown: [`Staff are looking at this.`, `Exam date: ${have}.`],
      failed: [
        `The date of your ${exam} had to be reported by the exam day.`,
        `Exam date ${have}, not by the exam day.`,
      ],
    }[result];
    return { need, have, student: sentences[0]!, staff: sentences[1]! };
  },
  terms: ({ attempt }) => `Report the date of your ${examName(attempt)} to us on or before the exam day.`,
});
