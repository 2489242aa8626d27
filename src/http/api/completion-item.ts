// An item of completion: a module of the course, or the course, done on a day.

import { z } from 'zod';
import { dayShape, itemShape, studentShape, textShape } from './members.ts';

const gradeWords = 'Give the grade in percent, as a number from 0 to 100.';

export const completionItem = itemShape(
  {
    student: studentShape,
    module: textShape('the module', 160)
      .nullish()
      .meta({ description: 'The id or the title of a module of the course. Absent: the whole course.' }),
    completedOn: dayShape,
    grade: z
      .number({ error: gradeWords })
      .min(0, gradeWords)
      .max(100, gradeWords)
      .nullish()
      .meta({ description: 'The grade of the module in percent.' }),
  },
  'Give an item of completion as an object.',
).meta({ id: 'CompletionItem', example: { student: { userId: '42' }, completedOn: '2026-11-20' } });
