// The book of rules: every rule type by its name in the language.
import type { RuleType } from '../rule.ts';
import { administration } from './administration.ts';
import { attemptNumber } from './attempt-number.ts';
import { attendance } from './attendance.ts';
import { baseline } from './baseline.ts';
import { courseComplete } from './course-complete.ts';
import { coursework } from './coursework.ts';
import { examAfterReadiness } from './exam-after-readiness.ts';
import { examTaken } from './exam-taken.ts';
import { flag } from './flag.ts';
import { gain } from './gain.ts';
import { minLead } from './min-lead.ts';
import { mock } from './mock.ts';
import { onOrBefore } from './on-or-before.ts';
import { optIn } from './opt-in.ts';
import { participation } from './participation.ts';
import { qbank } from './qbank.ts';
import { noActivityAfter } from './no-activity-after.ts';
import { outcome } from './outcome.ts';
import { progress } from './progress.ts';
import { rateLimit } from './rate-limit.ts';
import { reported } from './reported.ts';
import { version } from './version.ts';

type ReadableRule = Pick<RuleType<never>, 'name' | 'read'>;

const types: readonly ReadableRule[] = [
  optIn,
  courseComplete,
  onOrBefore,
  flag,
  coursework,
  attendance,
  progress,
  mock,
  examAfterReadiness,
  examTaken,
  administration,
  minLead,
  reported,
  version,
  attemptNumber,
  outcome,
  baseline,
  gain,
  rateLimit,
  qbank,
  participation,
  noActivityAfter,
];

/** Rule types by name. */
export const ruleBook: ReadonlyMap<string, ReadableRule> = new Map(types.map((type) => [type.name, type]));
