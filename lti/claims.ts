// The names that LTI gives to claims, messages, roles, scopes and media types: the only place they are spelled.

const claim = (name: string): string => `https://purl.imsglobal.org/spec/lti/claim/${name}`;
const linkingClaim = (name: string): string => `https://purl.imsglobal.org/spec/lti-dl/claim/${name}`;

/** Claims of a launch message. */
export const claims = {
  version: claim('version'),
  messageType: claim('message_type'),
  deploymentId: claim('deployment_id'),
  targetLinkUri: claim('target_link_uri'),
  roles: claim('roles'),
  context: claim('context'),
  resourceLink: claim('resource_link'),
  custom: claim('custom'),
  lis: claim('lis'),
  launchPresentation: claim('launch_presentation'),
  toolPlatform: claim('tool_platform'),
  forUser: claim('for_user'),
  lti11: claim('lti1p1'),
  gradeService: 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint',
  rosterService: 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice',
  deepLinkingSettings: linkingClaim('deep_linking_settings'),
} as const;

/** Claims of our answer to a deep linking request. */
export const deepLinkAnswerClaims = {
  contentItems: linkingClaim('content_items'),
  data: linkingClaim('data'),
  message: linkingClaim('msg'),
  errorMessage: linkingClaim('errormsg'),
} as const;

export const ltiVersion = '1.3.0';

/** Message types by their names on the wire. */
export const messageTypes = {
  LtiResourceLinkRequest: 'resource-link',
  LtiDeepLinkingRequest: 'deep-linking',
  LtiSubmissionReviewRequest: 'submission-review',
} as const;

export const deepLinkAnswerType = 'LtiDeepLinkingResponse';

/** The vocabularies of roles; a context role is `membership#Learner`, a sub-role `membership/Instructor#Grader`. */
export const roleNames = {
  membership: 'http://purl.imsglobal.org/vocab/lis/v2/membership',
  institution: 'http://purl.imsglobal.org/vocab/lis/v2/institution/person#',
  system: 'http://purl.imsglobal.org/vocab/lis/v2/system/person#',
  testUser: 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser',
} as const;

/** Scopes of the services, as asked of the token endpoint. */
export const scopes = {
  score: 'https://purl.imsglobal.org/spec/lti-ags/scope/score',
  lineItems: 'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem',
  lineItemsReadOnly: 'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly',
  resultsReadOnly: 'https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly',
  roster: 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
} as const;

/** Media types, to the letter: Moodle answers 400 to anything else. */
export const mediaTypes = {
  score: 'application/vnd.ims.lis.v1.score+json',
  lineItems: 'application/vnd.ims.lis.v2.lineitemcontainer+json',
  results: 'application/vnd.ims.lis.v2.resultcontainer+json',
  roster: 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json',
} as const;

/** Canvas's extension of a score: what counts as a submission, and when it was handed in. */
export const canvasSubmission = 'https://canvas.instructure.com/lti/submission';

/** Members of OpenID registration documents that LTI adds. */
export const registrationNames = {
  platformConfiguration: 'https://purl.imsglobal.org/spec/lti-platform-configuration',
  toolConfiguration: 'https://purl.imsglobal.org/spec/lti-tool-configuration',
} as const;

/** Canvas's own members of a registration, and the names of its placements settings. */
export const canvasRegistration = {
  privacyLevel: 'https://canvas.instructure.com/lti/privacy_level',
  vendor: 'https://canvas.instructure.com/lti/vendor',
  toolId: 'https://canvas.instructure.com/lti/tool_id',
  courseNavigationDefault: 'https://canvas.instructure.com/lti/course_navigation/default_enabled',
  visibility: 'https://canvas.instructure.com/lti/visibility',
} as const;
