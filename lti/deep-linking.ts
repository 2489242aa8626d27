// Answers a deep linking request: a signed list of links, sent back through the instructor's browser, once per request.
import { claims, deepLinkAnswerClaims, deepLinkAnswerType, ltiVersion } from './claims.ts';
import { embeddingOrigins } from './known-origins.ts';
import { newNonce, pageHeaders } from './page-headers.ts';
import type { UrlRules } from './platform-url.ts';
import type {
  AnsweredRequests,
  Clock,
  DeepLinkAnswer,
  DeepLinkAnswerRequest,
  DeepLinking,
  DeepLinkItem,
  DeepLinkRequest,
  Platform,
  PlatformRegistry,
  RenderPage,
  ToolKeys,
} from './ports.ts';
import { newSecret } from './secrets.ts';

/** The one type of item that we make. */
const linkType = 'ltiResourceLink';
const answerLifetimeS = 300;

interface DeepLinkingParts {
  registry: Pick<PlatformRegistry, 'get'>;
  keys: Pick<ToolKeys, 'sign'>;
  answered: AnsweredRequests;
  renderPage: RenderPage;
  clock: Clock;
  rules: UrlRules;
}

/** The picker is the application's; this turns what was picked into the page that takes it to the platform. */
export function deepLinking(parts: DeepLinkingParts): DeepLinking {
  const { registry, keys, answered, renderPage, clock, rules } = parts;

  async function answer(asked: DeepLinkAnswerRequest): Promise<DeepLinkAnswer> {
    const { request } = asked;
    const platform = await registry.get(asked.platformId);
    if (platform === null) return no('unknown-platform', 'The LMS is no longer registered.');
    if (clock.nowMs() >= request.expiresAt) return no('expired', 'This choice has waited too long. Start it again.');
    if (asked.items.length > 0 && !request.acceptTypes.includes(linkType)) {
      return no('not-accepted', `${platform.name} does not take exams at this place, only other kinds of content.`);
    }
    if (!(await answered.markAnswered(request.requestId, request.expiresAt))) {
      return no('already-answered', 'This choice was already sent to the LMS. Start it again to add another exam.');
    }
    try {
      const message = await keys.sign(platform.id, messageOf(platform, asked), answerLifetimeS);
      return pageOf(platform, request, message);
    } catch (error) {
      await answered.unmark(request.requestId);
      throw error;
    }
  }

  function pageOf(platform: Platform, request: DeepLinkRequest, message: string): DeepLinkAnswer {
    const nonce = newNonce();
    const origins = embeddingOrigins(platform, rules, [request.returnUrl]);
    const headers = pageHeaders(nonce, { frameAncestors: origins, formAction: origins });
    const html = renderPage('deep-link-answer', { nonce, returnUrl: request.returnUrl, message });
    return { ok: true, html, headers };
  }

  return { answer };
}

/** The claims of the answer (Deep Linking 2.0, section 4.5); the key adds iat, exp and jti. */
function messageOf(
  platform: Platform,
  { deploymentId, request, items, message, errorMessage }: DeepLinkAnswerRequest,
): object {
  const sent = request.acceptMultiple ? items : items.slice(0, 1);
  return {
    iss: platform.clientId,
    aud: platform.issuer,
    nonce: newSecret(),
    [claims.messageType]: deepLinkAnswerType,
    [claims.version]: ltiVersion,
    [claims.deploymentId]: deploymentId,
    [deepLinkAnswerClaims.contentItems]: sent.map((item) => contentItem(item, request)),
    ...(request.data === null ? {} : { [deepLinkAnswerClaims.data]: request.data }),
    ...(message === null ? {} : { [deepLinkAnswerClaims.message]: message }),
    ...(errorMessage === null ? {} : { [deepLinkAnswerClaims.errorMessage]: errorMessage }),
  };
}

/** Members that are not known are left out: some platforms refuse nulls. */
function contentItem(item: DeepLinkItem, request: DeepLinkRequest): object {
  const { lineItem } = item;
  const column = lineItem === null ? null : { ...lineItem, tag: lineItem.tag ?? undefined };
  return {
    type: linkType,
    title: item.title,
    ...(item.text === null ? {} : { text: item.text }),
    url: item.url,
    custom: item.custom,
    ...(column !== null && request.acceptLineItem ? { lineItem: column } : {}),
    ...(item.opensInNewWindow ? { window: { targetName: '_blank' } } : {}),
  };
}

function no(reason: (DeepLinkAnswer & { ok: false })['reason'], words: string): DeepLinkAnswer {
  return { ok: false, reason, words };
}
