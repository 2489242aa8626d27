// A person in a course: who they are there, and the one table of what each role may do.

/** The role a person has in one course; `none` covers mentors, guests and people whom the platform names no course role for. */
export type Role = 'learner' | 'assistant' | 'instructor' | 'lead' | 'administrator' | 'none';

export type Act =
  | 'sit exams'
  | 'check in'
  | 'claim'
  | 'see roster'
  | 'see results'
  | 'take roll call'
  | 'plan classes'
  | 'remind'
  | 'preview exams'
  | 'change exam settings'
  | 'set accommodations'
  | 'change attempts'
  | 'resend grades'
  | 'record evidence'
  | 'waive'
  | 'decide claims'
  | 'join accounts'
  | 'publish policies'
  | 'name lead instructors'
  | 'grant kinder version'
  | 'refund'
  | 'issue API keys'
  | 'administer platforms';

const assistantActs: readonly Act[] = ['see roster', 'see results', 'take roll call', 'remind'];
const instructorActs: readonly Act[] = [
  ...assistantActs,
  'preview exams',
  'change exam settings',
  'plan classes',
  'set accommodations',
  'change attempts',
  'resend grades',
  'record evidence',
  'waive',
  'decide claims',
];
const leadActs: readonly Act[] = [...instructorActs, 'publish policies', 'grant kinder version', 'join accounts'];

/** What an administrator of the platform may do besides what the course role allows. */
const administratorActs: readonly Act[] = [
  'refund',
  'issue API keys',
  'administer platforms',
  'publish policies',
  'name lead instructors',
];

/** Who may do what in a course (contract, section 4). A lead is an instructor whom an administrator named for the course. */
const rights: Readonly<Record<Role, readonly Act[]>> = {
  none: [],
  learner: ['sit exams', 'check in', 'claim'],
  assistant: assistantActs,
  instructor: instructorActs,
  lead: leadActs,
  administrator: [...leadActs, ...administratorActs],
};

/** What a right depends on: the role in the course, and whether the person administers the platform itself. */
export interface Standing {
  readonly role: Role;
  readonly administersPlatform: boolean;
}

/** Whether somebody may do an act. Deny is the default: what the tables do not name is refused. */
export function mayDo({ role, administersPlatform }: Standing, act: Act): boolean {
  return rights[role].includes(act) || (administersPlatform && administratorActs.includes(act));
}

/** Whether somebody works on the teaching side of the course. */
export function isStaff(standing: Standing): boolean {
  return mayDo(standing, 'see results');
}

/** What a launch says of somebody's course roles, already translated from the platform's terms. */
export interface CourseRoles {
  readonly isAdministrator: boolean;
  readonly isInstructor: boolean;
  readonly isAssistant: boolean;
  readonly isLearner: boolean;
}

/**
 * The role in the course. Only course roles count: institution and system roles give nothing here.
 * Platforms name a teaching assistant as an instructor of the sub-role, so assistant is looked at before instructor.
 */
export function roleIn(roles: CourseRoles, isNamedLead: boolean): Role {
  if (roles.isAdministrator) return 'administrator';
  if (roles.isAssistant) return 'assistant';
  if (roles.isInstructor) return isNamedLead ? 'lead' : 'instructor';
  return roles.isLearner ? 'learner' : 'none';
}

/** The word for a role that pages show beside the name. */
export function roleWords(role: Role): string {
  const words: Record<Role, string> = {
    none: 'guest',
    learner: 'student',
    assistant: 'teaching assistant',
    instructor: 'instructor',
    lead: 'lead instructor',
    administrator: 'administrator',
  };
  return words[role];
}

/** Whoever is looking at a page now: what their launch session knows, and all that services need to know of them. */
export interface Visitor extends Standing {
  readonly launchId: string;
  readonly organizationId: string;
  readonly platformId: string;
  readonly courseId: string;
  readonly personId: string;
  readonly name: string;
  /** The LMS's test student: their attempts are previews. */
  readonly isTestUser: boolean;
  /** The resource link they came through, if any. */
  readonly linkId: string | null;
  /** Zone in which dates are shown to them, and whose it is. */
  readonly zone: string;
  readonly zoneFrom: 'own' | 'platform' | 'browser' | 'course';
}
