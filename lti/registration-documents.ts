// The documents of dynamic registration: what a platform says about itself, what we say about us, what it answers.
import { z } from 'zod';
import { canvasRegistration, registrationNames } from './claims.ts';
import {
  canvasFields,
  commonFields,
  jwksAddress,
  toolAddresses,
  toolText,
  toolTitle,
  wantedScopes,
} from './platforms/tool-description.ts';
import type { PlatformKind } from './ports.ts';

const optionalText = z.string().nullish().catch(null);

/** The platform's OpenID configuration; members that we do not need are ignored. */
export const platformDocument = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  jwks_uri: z.string(),
  registration_endpoint: z.string(),
  authorization_server: optionalText,
  [registrationNames.platformConfiguration]: z
    .object({
      product_family_code: optionalText,
      messages_supported: z
        .array(z.object({ type: z.string() }))
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
});
export type PlatformDocument = z.infer<typeof platformDocument>;

/** What the platform answers to a registration. */
export const registrationAnswer = z.object({
  client_id: z.coerce.string().min(1).max(255),
  scope: optionalText,
  [registrationNames.toolConfiguration]: z
    .object({ deployment_id: z.union([z.string(), z.number()]).nullish().catch(null) })
    .nullish()
    .catch(null),
});
export type RegistrationAnswer = z.infer<typeof registrationAnswer>;

/** Which LMS this is, by what it says; by its addresses when it says nothing. */
export function kindOf(document: PlatformDocument): PlatformKind | undefined {
  const family = document[registrationNames.platformConfiguration]?.product_family_code?.toLowerCase() ?? '';
  if (family === 'canvas' || family === 'moodle') return family;
  return family === '' ? undefined : 'other';
}

/** Our registration request (Dynamic Registration 1.0, section 3.4), in the shape that this kind of platform likes. */
export function toolDocument(publicUrl: string, platformId: string, document: PlatformDocument): object {
  const { login, launch, domain } = toolAddresses(publicUrl);
  const isCanvas = kindOf(document) === 'canvas';
  return {
    application_type: 'web',
    response_types: ['id_token'],
    grant_types: ['implicit', 'client_credentials'],
    initiate_login_uri: login,
    redirect_uris: [launch],
    client_name: toolTitle,
    jwks_uri: jwksAddress(publicUrl, platformId),
    token_endpoint_auth_method: 'private_key_jwt',
    scope: wantedScopes.join(' '),
    [registrationNames.toolConfiguration]: {
      domain,
      description: toolText,
      target_link_uri: launch,
      custom_parameters: isCanvas ? canvasFields : commonFields,
      // Moodle decides by these whether names and addresses are sent at all.
      claims: ['iss', 'sub', 'name', 'given_name', 'family_name', 'email', 'locale'],
      messages: messagesFor(document, launch, isCanvas),
      ...(isCanvas ? { [canvasRegistration.privacyLevel]: 'public', [canvasRegistration.toolId]: 'resit' } : {}),
    },
  };
}

function messagesFor(document: PlatformDocument, launch: string, isCanvas: boolean): object[] {
  const supported = document[registrationNames.platformConfiguration]?.messages_supported ?? null;
  const choose = {
    type: 'LtiDeepLinkingRequest',
    target_link_uri: launch,
    label: 'Mock exam',
    ...(isCanvas ? { placements: ['assignment_selection', 'link_selection'] } : {}),
  };
  const open = {
    type: 'LtiResourceLinkRequest',
    target_link_uri: launch,
    label: toolTitle,
    ...(isCanvas
      ? {
          placements: ['course_navigation'],
          [canvasRegistration.courseNavigationDefault]: false,
          [canvasRegistration.visibility]: 'admins',
        }
      : {}),
  };
  return [choose, open].filter(({ type }) => supported === null || supported.some((message) => message.type === type));
}

/** The deployment that the answer names, as text; null when it names none. */
export function deploymentIn(answer: RegistrationAnswer): string | null {
  const id = answer[registrationNames.toolConfiguration]?.deployment_id ?? null;
  return id === null || id === '' ? null : String(id);
}

/** The scopes that we asked for and did not get; none when the platform does not say. */
export function narrowedScopes(answer: RegistrationAnswer): string[] {
  if (answer.scope === null || answer.scope === undefined) return [];
  const granted = answer.scope.split(/\s+/);
  return wantedScopes.filter((scope) => !granted.includes(scope));
}
