// An item of attendance: one student at one class.

import { z } from 'zod';
import { dayShape, itemShape, studentShape, textShape } from './members.ts';

const statusWords = 'Say one of present, late, absent and excused.';
const minutesWords = 'Give minutes as a number from 0 to 1440.';

const classShape = itemShape(
  {
    id: textShape('the id of the class', 100).nullish(),
    on: dayShape.nullish(),
    title: textShape('the title of the class', 160).nullish(),
    list: textShape('the list of the class', 80).nullish(),
  },
  'Name the class by its id, or by the day it is held on.',
)
  .refine(({ id, on }) => Boolean(id) !== Boolean(on), 'Name the class either by its id or by the day it is held on.')
  .meta({
    description:
      'A class of the course: by its `id`, or by the day it is held on and, where there are several, its `title` or `list`.',
  });

export const attendanceItem = itemShape(
  {
    student: studentShape,
    class: classShape,
    status: z.enum(['present', 'late', 'absent', 'excused'], { error: statusWords }).nullish(),
    minutesPresent: z
      .number({ error: minutesWords })
      .min(0, minutesWords)
      .max(1440, minutesWords)
      .nullish()
      .meta({ description: 'Minutes present, where they were counted; never more than the class has.' }),
    makeup: itemShape(
      { on: dayShape, mode: textShape('the mode of the makeup', 60).nullish() },
      'Give the makeup with the day on which it was done.',
    )
      .nullish()
      .meta({ description: 'A makeup of a class that was missed: the day, and how ("recording", "other_class").' }),
    note: textShape('the note', 500).nullish().meta({ description: 'Staff and the student read it.' }),
  },
  'Give an item of attendance as an object.',
)
  .refine(
    ({ status, minutesPresent, makeup }) =>
      [status, minutesPresent, makeup].some((said) => said !== undefined && said !== null),
    {
      message: 'Say what happened: status, minutesPresent or makeup.',
      path: ['status'],
    },
  )
  .refine(({ status, minutesPresent }) => minutesPresent !== 0 || !(status === 'present' || status === 'late'), {
    message: 'Who was present was there for some minutes. Correct status or minutesPresent.',
    path: ['minutesPresent'],
  })
  .meta({
    id: 'AttendanceItem',
    example: { student: { email: 'ana@example.org' }, class: { on: '2026-11-18' }, status: 'present' },
  });
