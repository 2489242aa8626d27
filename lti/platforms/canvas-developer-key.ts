// The JSON that an administrator of Canvas pastes into a new LTI developer key.
import { canvasFields, jwksAddress, toolAddresses, toolText, toolTitle, wantedScopes } from './tool-description.ts';

/**
 * The developer key of this tool at `publicUrl` (an origin), whose keys Canvas fetches for this platform.
 *
 * Exams are added as assignments or module items by deep linking; the course navigation entry is for staff and starts
 * switched off. Privacy "public" sends names and addresses, which the roster and the results need.
 */
export function canvasDeveloperKey(publicUrl: string, platformId: string): object {
  const { login, launch, domain } = toolAddresses(publicUrl);
  const common = { enabled: true, target_link_uri: launch };
  return {
    title: toolTitle,
    description: toolText,
    oidc_initiation_url: login,
    target_link_uri: launch,
    scopes: [...wantedScopes],
    public_jwk_url: jwksAddress(publicUrl, platformId),
    custom_fields: { ...canvasFields },
    extensions: [
      {
        platform: 'canvas.instructure.com',
        domain,
        tool_id: 'resit',
        privacy_level: 'public',
        settings: {
          text: toolTitle,
          selection_width: 870,
          selection_height: 700,
          placements: [
            { placement: 'assignment_selection', message_type: 'LtiDeepLinkingRequest', text: 'Mock exam', ...common },
            { placement: 'link_selection', message_type: 'LtiDeepLinkingRequest', text: 'Mock exam', ...common },
            {
              placement: 'course_navigation',
              message_type: 'LtiResourceLinkRequest',
              text: toolTitle,
              default: 'disabled',
              visibility: 'admins',
              ...common,
            },
          ],
        },
      },
    ],
  };
}
