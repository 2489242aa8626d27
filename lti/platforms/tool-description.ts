// How the tool describes itself to platforms: scopes, custom fields and placements, the same for every way to register.
import { scopes } from '../claims.ts';

export const toolTitle = 'Resit';
export const toolText = 'Timed mock exams with results in the gradebook.';

/** Everything the tool asks for; a platform may grant less. */
export const wantedScopes: readonly string[] = [
  scopes.lineItems,
  scopes.lineItemsReadOnly,
  scopes.resultsReadOnly,
  scopes.score,
  scopes.roster,
];

/** Understood by many platforms; one that does not know a variable sends its name, which counts as absent. */
export const commonFields: Readonly<Record<string, string>> = {
  person_address_timezone: '$Person.address.timezone',
  context_id_history: '$Context.id.history',
};

/** What Canvas can tell beyond that. */
export const canvasFields: Readonly<Record<string, string>> = {
  ...commonFields,
  canvas_user_id: '$Canvas.user.id',
  canvas_masquerading_user_id: '$Canvas.masqueradingUser.id',
  canvas_api_base_url: '$Canvas.api.baseUrl',
  canvas_course_state: '$Canvas.course.workflowState',
  canvas_due_at: '$Canvas.assignment.dueAt.iso8601',
  canvas_unlock_at: '$Canvas.assignment.unlockAt.iso8601',
  canvas_lock_at: '$Canvas.assignment.lockAt.iso8601',
};

/** The addresses that a platform needs to know. */
export function toolAddresses(publicUrl: string): { login: string; launch: string; domain: string } {
  return {
    login: `${publicUrl}/lti/login`,
    launch: `${publicUrl}/lti/launch`,
    domain: new URL(publicUrl).host,
  };
}

/** Our key set for one platform. */
export function jwksAddress(publicUrl: string, platformId: string): string {
  return `${publicUrl}/lti/jwks/${platformId}.json`;
}
