// What every route of the gatehouse has at hand, and the one way in which they refuse.
import type { UrlRules } from './platform-url.ts';
import type {
  Clock,
  Log,
  LoginParameters,
  LoginStore,
  OpenSession,
  Platform,
  PlatformKeys,
  PlatformRegistry,
  RenderPage,
} from './ports.ts';

export interface Gate {
  /** Origin of the tool, without a path: the setting PUBLIC_URL. */
  publicUrl: string;
  rules: UrlRules;
  registry: PlatformRegistry;
  logins: LoginStore;
  platformKeys: PlatformKeys;
  openSession: OpenSession;
  renderPage: RenderPage;
  log: Log;
  clock: Clock;
}

/** What a refused person reads, and what the log says. */
export interface RefusalDetail {
  status: number;
  /** The named step that did not hold, for the log. */
  step: string;
  title: string;
  /** What happened, for the person. */
  words: string;
  /** What to do now. */
  advice: string;
  /** For the log only: what was wrong, for an administrator. Quotes nothing that was sent. */
  cause?: string;
  platform?: Platform;
  /** Offers to begin the same login again in a new tab. */
  again?: LoginParameters;
  retryAfterS?: number;
}

/** Thrown by a route, shown by `refusal-page.ts`. */
export class Refused extends Error {
  readonly detail: RefusalDetail;
  constructor(detail: RefusalDetail) {
    super(detail.step);
    this.name = 'Refused';
    this.detail = detail;
  }
}

/** The advice that fits most refusals. */
export const startAgain = 'Go back to your course and open the activity again.';

/** For what only an administrator can cure. */
export const askAdministrator =
  'Please give the number below to the person who looks after the LMS at your school; it helps them find the cause.';
