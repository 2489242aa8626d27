// Reads a list of role names into what a person is in this course; institution and system roles give nothing there.
import { roleNames } from './claims.ts';
import type { CourseRole, LaunchRoles } from './ports.ts';

const strongestFirst: readonly CourseRole[] = [
  'administrator',
  'instructor',
  'content-developer',
  'teaching-assistant',
  'mentor',
  'learner',
  'guest',
];

const principalRoles: Readonly<Record<string, CourseRole>> = {
  Administrator: 'administrator',
  Instructor: 'instructor',
  ContentDeveloper: 'content-developer',
  Mentor: 'mentor',
  Learner: 'learner',
};

/** Sub-roles of Instructor that help a teacher but do not make one. */
const assistants = new Set([
  'TeachingAssistant',
  'TeachingAssistantGroup',
  'TeachingAssistantOffering',
  'TeachingAssistantSection',
  'TeachingAssistantSectionAssociation',
  'TeachingAssistantTemplate',
  'Grader',
]);

/** Sub-roles that make a teacher also when the list names an assistant's role beside them. */
const teachers = new Set(['PrimaryInstructor', 'Lecturer', 'GuestInstructor']);

/**
 * What these roles make of a person. Unknown names are ignored.
 *
 * The short names ("Learner") of LTI 1.1 count as course roles, as the specification allows. A platform that lists both
 * Instructor and an assistant's sub-role means an assistant: the principal role only repeats the family.
 */
export function readRoles(names: readonly unknown[]): LaunchRoles {
  const texts = names.filter((name): name is string => typeof name === 'string');
  const course = courseRolesOf(texts);
  return {
    course,
    strongest: course[0] ?? 'guest',
    isTestUser: texts.includes(roleNames.testUser),
    isPlatformAdministrator: texts.some(isPlatformAdministrator),
  };
}

function courseRolesOf(names: readonly string[]): CourseRole[] {
  const found = new Set<CourseRole>();
  let teaches = false;
  for (const { principal, sub } of names.map(courseRoleParts)) {
    if (principal === null) continue;
    if (principal === 'Instructor' && sub !== null && assistants.has(sub)) {
      found.add('teaching-assistant');
      continue;
    }
    if (principal === 'Instructor' && sub !== null && teachers.has(sub)) teaches = true;
    const role = principalRoles[principal];
    if (role !== undefined) found.add(role);
  }
  if (found.has('teaching-assistant') && !teaches) found.delete('instructor');
  const roles = strongestFirst.filter((role) => found.has(role));
  return roles.length > 0 ? roles : ['guest'];
}

/** "…/membership#Learner", "…/membership/Instructor#Grader" and the short "Learner"; nulls for other vocabularies. */
function courseRoleParts(name: string): { principal: string | null; sub: string | null } {
  if (Object.hasOwn(principalRoles, name)) return { principal: name, sub: null };
  if (assistants.has(name)) return { principal: 'Instructor', sub: name };
  if (name.startsWith(`${roleNames.membership}#`)) {
    const principal = name.slice(roleNames.membership.length + 1);
    return assistants.has(principal) ? { principal: 'Instructor', sub: principal } : { principal, sub: null };
  }
  if (name.startsWith(`${roleNames.membership}/`)) {
    const [principal, sub] = name.slice(roleNames.membership.length + 1).split('#');
    return { principal: principal ?? null, sub: sub ?? null };
  }
  return { principal: null, sub: null };
}

function isPlatformAdministrator(name: string): boolean {
  return (
    name === `${roleNames.institution}Administrator` ||
    name === `${roleNames.system}Administrator` ||
    name === `${roleNames.system}SysAdmin`
  );
}
