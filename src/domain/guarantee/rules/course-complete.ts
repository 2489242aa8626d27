// course_complete: the student completed the course by a deadline.
import { dayAfterRule } from './window-rule.ts';

/** The date fact `fact` (default `completedOn`) lies on or before the window's last day. */
export const courseComplete = dayAfterRule({
  name: 'course_complete',
  defaultFact: 'completedOn',
  order: (fact) => (fact === 'completedOn' ? 'Complete the course' : undefined),
  done: (fact) => (fact === 'completedOn' ? 'completed the course' : undefined),
});
