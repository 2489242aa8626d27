// What the pages of staff need from the floors below; wiring gives it, tests give their own.

import type { Audit } from '../../services/audit.ts';
import type { Exams } from '../../services/exams.ts';
import type { ApiKeys } from '../../services/guarantee/api-keys.ts';
import type { ClaimDecisions } from '../../services/guarantee/claim-decisions.ts';
import type { Claims } from '../../services/guarantee/claims.ts';
import type { Completion } from '../../services/guarantee/completion.ts';
import type { CoursePlans } from '../../services/guarantee/course-plans.ts';
import type { Eligibility } from '../../services/guarantee/eligibility.ts';
import type { Glances } from '../../services/guarantee/glances.ts';
import type { MakeupDates } from '../../services/guarantee/makeup-dates.ts';
import type { Evidence } from '../../services/guarantee/evidence.ts';
import type { FactsImporting } from '../../services/guarantee/facts-importing.ts';
import type { Joining } from '../../services/guarantee/joining.ts';
import type { MissingDates } from '../../services/guarantee/missing-dates.ts';
import type { Reminders } from '../../services/guarantee/reminders.ts';
import type { StudentRecords } from '../../services/guarantee/student-record.ts';
import type { TermsService } from '../../services/guarantee/terms.ts';
import type { OfficialExamService } from '../../services/guarantee/official-exam.ts';
import type { Uploads } from '../../services/guarantee/uploads.ts';
import type { Waiving } from '../../services/guarantee/waiving.ts';
import type { Retakes } from '../../services/guarantee/retakes.ts';
import type { AttendanceImporting } from '../../services/guarantee/attendance-importing.ts';
import type { Attendance } from '../../services/guarantee/attendance.ts';
import type { CheckingIn } from '../../services/guarantee/checking-in.ts';
import type { ClassSchedule } from '../../services/guarantee/class-schedule.ts';
import type { LeadInstructors } from '../../services/guarantee/lead-instructors.ts';
import type { Policies } from '../../services/guarantee/policies.ts';
import type { PolicyTrials } from '../../services/guarantee/policy-trials.ts';
import type { Invigilation } from '../../services/invigilation.ts';
import type { Passback } from '../../services/passback.ts';
import type { Surroundings } from '../../services/surroundings.ts';
import type { Renderer } from '../render.ts';

export interface InstructorNeeds {
  readonly render: Renderer['render'];
  readonly eligibility: Eligibility;
  readonly glances: Pick<Glances, 'ofStudents'>;
  readonly makeupDates: MakeupDates;
  readonly evidence: Evidence;
  readonly missingDates: MissingDates;
  readonly waiving: Waiving;
  readonly claims: Claims;
  readonly claimDecisions: ClaimDecisions;
  readonly officialExam: OfficialExamService;
  readonly uploads: Uploads;
  readonly coursePlans: CoursePlans;
  readonly completion: Completion;
  readonly factsImporting: FactsImporting;
  readonly exams: Exams;
  readonly policies: Policies;
  readonly policyTrials: PolicyTrials;
  readonly joining: Joining;
  readonly leads: LeadInstructors;
  readonly invigilation: Invigilation;
  readonly passback: Pick<Passback, 'sendAgain'>;
  readonly retakes: Retakes;
  readonly reminders: Pick<Reminders, 'remind'>;
  readonly terms: TermsService;
  readonly records: StudentRecords;
  readonly audit: Pick<Audit, 'of'>;
  readonly schedule: ClassSchedule;
  readonly attendance: Attendance;
  readonly attendanceImports: AttendanceImporting;
  readonly checkingIn: CheckingIn;
  readonly apiKeys: Pick<ApiKeys, 'list' | 'issue' | 'revoke'>;
  /** The origin under which other systems reach Resit. */
  readonly publicUrl: string;
  /** The time, and ids that name one press of a button. */
  readonly surroundings: Pick<Surroundings, 'now' | 'newId' | 'breathe'>;
}
