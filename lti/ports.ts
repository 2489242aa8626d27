// What the gatehouse needs from the house, and the plain records that pass through the gate: no claim names, no requests, no rows.

/** The only clock of the gatehouse, so that tests move time by hand. */
export interface Clock {
  /** The present moment in epoch milliseconds. */
  nowMs(): number;
}

/** Writes one structured line. Fields never hold tokens, names, addresses of people or request bodies. */
export type Log = (event: string, fields: object) => void;

/** Renders `views/lti/<name>.hbs` with a view of plain values and gives back the whole HTML page. */
export type RenderPage = (name: string, view: object) => string;

// ---------------------------------------------------------------------------------------------------------------------
// Platforms
// ---------------------------------------------------------------------------------------------------------------------

export type PlatformKind = 'canvas' | 'moodle' | 'other';

/** *open*: unknown deployments are recorded and accepted. *closed*: only the listed ones may launch. */
export type DeploymentPolicy = 'open' | 'closed';

/** One installation of the tool inside a platform. `listed` was named by an administrator, `recorded` came with a launch. */
export interface Deployment {
  id: string;
  status: 'enabled' | 'disabled';
  origin: 'listed' | 'recorded';
}

/** A registered LMS: (issuer, client id) is its key, because hosted Canvas shares one issuer among all schools. */
export interface Platform {
  id: string;
  organizationId: string | null;
  name: string;
  kind: PlatformKind;
  issuer: string;
  clientId: string;
  authUrl: string;
  tokenUrl: string;
  /** The audience of our client assertions; the token URL unless the platform named another. */
  tokenAudience: string;
  jwksUrl: string;
  /** Further hosts ("host" or "host:port") whose services may get our tokens. */
  serviceHosts: readonly string[];
  policy: DeploymentPolicy;
  deployments: readonly Deployment[];
  status: 'active' | 'disabled';
  /** Epoch milliseconds. */
  addedAt: number;
}

/** What an administrator or a dynamic registration tells about a new platform. */
export interface NewPlatform {
  /** From `newId`, when the platform had to be told it before it was stored. */
  id?: string;
  name: string;
  issuer: string;
  clientId: string;
  authUrl: string;
  tokenUrl: string;
  tokenAudience?: string;
  jwksUrl: string;
  /** Guessed from the URLs when left out. */
  kind?: PlatformKind;
  /** With at least one the platform is closed, without any it is open. */
  deployments?: readonly string[];
  serviceHosts?: readonly string[];
  organizationId?: string | null;
}

/** Adding a platform can be refused; `words` is a sentence for the administrator. */
export type AddedPlatform =
  { ok: true; platform: Platform } | { ok: false; reason: 'already-registered' | 'invalid'; words: string };

/** Whether people of this deployment may still work: asked by the session middleware at every request. */
export type Standing = 'active' | 'platform-disabled' | 'deployment-disabled' | 'unknown-platform';

/** The registry of platforms. Nothing here contacts a platform. */
export interface PlatformRegistry {
  find(issuer: string, clientId: string): Promise<Platform | null>;
  /** The platform of this issuer when there is exactly one active registration, else null. */
  onlyOneFor(issuer: string): Promise<Platform | null>;
  get(platformId: string): Promise<Platform | null>;
  list(): Promise<Platform[]>;
  add(platform: NewPlatform): Promise<AddedPlatform>;
  /** An id that no platform has: part of our key set's address. */
  newId(): string;
  /** Null when there is no such platform. */
  disable(platformId: string): Promise<Platform | null>;
  enable(platformId: string): Promise<Platform | null>;
  /** May this deployment launch? An open platform records what it has not seen (`new`). */
  deployment(platform: Platform, deploymentId: string): Promise<'enabled' | 'new' | 'disabled' | 'not-listed'>;
  setDeployment(platformId: string, deploymentId: string, status: Deployment['status']): Promise<Platform | null>;
  /** Canvas serves a school from a host of its own, which its launches tell; remembered as a service host. */
  learnServiceHost(platformId: string, host: string): Promise<void>;
  /** Answered from a cache of at most 5 seconds. */
  standing(platformId: string, deploymentId: string): Promise<Standing>;
}

/** One stored row; values are strings, numbers, booleans, arrays and plain objects. */
export type Row = Record<string, unknown>;

/** The row families of the registry, each with its unique key. */
export const registryKinds = {
  platform: [['kid'], ['platformUrl', 'clientId']],
  platformStatus: [['id']],
  deployment: [['platformId', 'deploymentId']],
  toolKey: [['platformId', 'kid']],
} as const;
export type RegistryKind = keyof typeof registryKinds;

/** Where the registry's rows live. Queries are equalities on top-level members, all of them required. */
export interface RegistryRows {
  find(kind: RegistryKind, query: Row): Promise<Row[]>;
  /** False when a row with the same unique key exists (atomic). */
  insert(kind: RegistryKind, row: Row): Promise<boolean>;
  /** Replaces the one row that fits, or inserts it. */
  replace(kind: RegistryKind, query: Row, row: Row): Promise<void>;
  /** Sets members of every row that fits; answers how many fitted. */
  modify(kind: RegistryKind, query: Row, changes: Row): Promise<number>;
  delete(kind: RegistryKind, query: Row): Promise<void>;
}

// ---------------------------------------------------------------------------------------------------------------------
// Keys
// ---------------------------------------------------------------------------------------------------------------------

/** A public RSA key as JSON (RFC 7517); unknown members are dropped. */
export interface Jwk {
  kty: string;
  n: string;
  e: string;
  kid?: string;
  use?: string;
  alg?: string;
}

export interface Jwks {
  keys: Jwk[];
}

/** Our keys, one set per platform: next (published, not yet used), current (signs), previous (still published). */
export interface ToolKeys {
  /** Signs RS256 with the current key; adds iat (5 s back), exp (ttlS) and a random jti unless given. */
  sign(platformId: string, claims: object, ttlS: number): Promise<string>;
  publicJwks(platformId: string): Promise<Jwks>;
  /** Makes the first key of a platform; does nothing when there is one. */
  create(platformId: string): Promise<void>;
  /** One step of the rotation, as far as the waiting times allow: publish a next, promote it, drop an old previous. */
  rotate(platformId: string): Promise<'published' | 'promoted' | 'dropped' | 'waiting'>;
  /** The keys as PEM, for ltijs's own key rows. */
  currentPair(platformId: string): Promise<{ kid: string; publicPem: string; privatePem: string } | null>;
}

/** `unavailable`: the platform's key set could not be had and nothing usable is cached. */
export type PlatformKeyAnswer = { found: Jwk } | 'unknown-kid' | 'unavailable';

export interface PlatformKeys {
  get(platform: Platform, kid: string): Promise<PlatformKeyAnswer>;
}

// ---------------------------------------------------------------------------------------------------------------------
// Logins
// ---------------------------------------------------------------------------------------------------------------------

/** The parameters a platform sent with its login request, byte for byte. */
export interface LoginParameters {
  iss: string;
  login_hint: string;
  target_link_uri: string;
  client_id?: string;
  lti_message_hint?: string;
  lti_deployment_id?: string;
  lti_storage_target?: string;
}

/** What we remember between our authentication request and the answer. Kept 10 minutes. */
export interface LoginRecord {
  /** sha256 of the state, hex: the key. The state itself is never stored. */
  stateHash: string;
  nonce: string;
  platformId: string;
  parameters: LoginParameters;
  /** sha256 of the secret in the browser's login cookie, hex. */
  cookieHash: string;
  /** sha256 of the secret put into the platform's storage, hex; null without a storage target. */
  storageHash: string | null;
  /** Epoch milliseconds. */
  createdAt: number;
  usedAt: number | null;
  /** Launches that were refused while the record lay open; at 10 it counts as gone. */
  failures: number;
}

/** A verified launch that waits for the platform's storage to prove the browser, or for the new tab it moves to. */
export interface HeldLaunch {
  /** sha256 of the one-time ticket, hex: the key. */
  ticketHash: string;
  purpose: 'storage' | 'window';
  /** What the storage must answer (sha256, hex); null once the browser is proved. */
  storageHash: string | null;
  launch: Launch;
  /** Epoch milliseconds. */
  createdAt: number;
}

/** Logins under way. Rows may vanish 10 minutes after `createdAt`; expiry is also checked against the clock. */
export interface LoginStore {
  create(record: LoginRecord): Promise<void>;
  peek(stateHash: string): Promise<LoginRecord | null>;
  /** Sets usedAt where it is null; true for exactly one caller. */
  consume(stateHash: string, nowMs: number): Promise<boolean>;
  /** Adds one to `failures`. */
  countFailure(stateHash: string): Promise<void>;
  hold(held: HeldLaunch): Promise<void>;
  /** Hands the held launch out and removes it; null to everyone but the first. */
  take(ticketHash: string): Promise<HeldLaunch | null>;
}

// ---------------------------------------------------------------------------------------------------------------------
// Launches
// ---------------------------------------------------------------------------------------------------------------------

export type MessageType = 'resource-link' | 'deep-linking' | 'submission-review';

/** What a person is in this course. Institution and system roles never appear here. */
export type CourseRole =
  'administrator' | 'instructor' | 'content-developer' | 'teaching-assistant' | 'mentor' | 'learner' | 'guest';

export interface LaunchRoles {
  /** Every role in the course, strongest first, `guest` when there is none. An assistant is never also instructor. */
  course: readonly CourseRole[];
  /** The first of `course`. */
  strongest: CourseRole;
  /** The LMS's pretend student (Canvas Student View): never graded, never counted. */
  isTestUser: boolean;
  /** Administrator of the institution or the system: administers the platform, has no rights in a course by that. */
  isPlatformAdministrator: boolean;
}

/** A person as the platform names them. Every name may be missing; the identity is (platformId, sub). */
export interface LaunchPerson {
  sub: string;
  name: string | null;
  givenName: string | null;
  familyName: string | null;
  email: string | null;
  /** The school's own number for the person. */
  sourcedId: string | null;
  /** A language tag such as "en-US". */
  locale: string | null;
  /** An IANA zone such as "America/Chicago". */
  zone: string | null;
}

export interface LaunchContext {
  id: string;
  label: string | null;
  title: string | null;
  /** Ids of the courses this one was copied from, nearest first. */
  history: readonly string[];
}

/** The platform's gradebook service (AGS). Only a usable one may be given to `Gradebook`. */
export interface LaunchGrades {
  usable: boolean;
  /** Why not, in a sentence for staff; null when usable. */
  reason: string | null;
  lineItem: string | null;
  lineItems: string | null;
  /** What the launch says we may ask for; the token answer may still hold less. */
  may: { score: boolean; readResults: boolean; readLineItems: boolean; manageLineItems: boolean };
}

/** The platform's roster service (NRPS). */
export interface LaunchRoster {
  usable: boolean;
  reason: string | null;
  url: string | null;
}

/** What a deep linking request asks for. */
export interface DeepLinkRequest {
  /** Our random id of the request: it may be answered once. */
  requestId: string;
  returnUrl: string;
  acceptTypes: readonly string[];
  acceptMultiple: boolean;
  acceptLineItem: boolean;
  title: string | null;
  text: string | null;
  /** To be echoed unchanged; absent when null. */
  data: string | null;
  /** Epoch milliseconds. */
  expiresAt: number;
}

/** A verified launch, in plain words: everything the application needs to open a session. */
export interface Launch {
  messageType: MessageType;
  platformId: string;
  organizationId: string | null;
  platformName: string;
  kind: PlatformKind;
  issuer: string;
  clientId: string;
  deploymentId: string;
  /** True when this launch is the first of its deployment. */
  isNewDeployment: boolean;
  /** Where the signed launch wants to go, an absolute URL on our origin, query included. */
  targetLinkUri: string;
  person: LaunchPerson;
  roles: LaunchRoles;
  /** The id of the administrator who acts as this person (Canvas masquerade): do not grade. */
  actedBy: string | null;
  context: LaunchContext | null;
  resourceLink: { id: string; title: string | null; description: string | null } | null;
  /** Custom parameters as text; unexpanded variables are left out. */
  custom: Readonly<Record<string, string>>;
  grades: LaunchGrades;
  roster: LaunchRoster;
  deepLinking: DeepLinkRequest | null;
  /** Submission review: whose work is to be shown. */
  forUser: { sub: string; name: string | null } | null;
  presentation: { returnUrl: string | null; documentTarget: string | null };
  /** Who this person and link were under LTI 1.1, when the platform tells. */
  formerIds: { userId: string | null; resourceLinkId: string | null };
  tool: { productFamily: string | null; guid: string | null; version: string | null; name: string | null };
  /** Origins that may embed our pages from here on (for `frame-ancestors`). */
  embeddingOrigins: readonly string[];
  /** Epoch milliseconds: when we verified it. */
  launchedAt: number;
}

/** What the session maker may know of the browser. */
export interface LaunchRequest {
  cookieHeader: string;
  clientAddress: string;
  userAgent: string;
  /** True when the page will be shown inside another page (Sec-Fetch-Dest), null when the browser did not say. */
  isFramed: boolean | null;
}

/** A new session: complete `Set-Cookie` values, and optionally where under `/s/<launchId>/` to go. */
export interface OpenedSession {
  launchId: string;
  setCookies: string[];
  /** Relative, such as "deep-link"; the launch's front page when left out. */
  path?: string;
}

export type OpenSession = (launch: Launch, request: LaunchRequest) => Promise<OpenedSession>;

// ---------------------------------------------------------------------------------------------------------------------
// Gradebook (Assignment and Grade Services)
// ---------------------------------------------------------------------------------------------------------------------

/** One finished grade for one gradebook cell. There is no progress update: platforms erase grades on those. */
export interface ScoreToSend {
  platformId: string;
  lineItem: string;
  /** How to find the line item again when it has gone: asked once, by this link or this tag. */
  lookUp: { lineItems: string | null; resourceLinkId: string | null; resourceId: string | null };
  /** The person's LTI `sub`. */
  userId: string;
  scoreGiven: number;
  scoreMaximum: number;
  /** Epoch milliseconds, the moment of sending; strictly later, by whole seconds, than the last for this cell. */
  timestamp: number;
  /** Epoch milliseconds: when the student handed in. */
  submittedAt: number;
  /** Shown to the student; Canvas adds it each time, so give it once. */
  comment: string | null;
  /** False for a changed grade of work already sent: Canvas would count another attempt. */
  isNewSubmission: boolean;
  /** Where SpeedGrader finds the work: an absolute launch URL of ours, or null. */
  reviewUrl: string | null;
}

/** A deliberate removal (a voided attempt): the cell shows no score afterwards. */
export type ScoreToWithdraw = Pick<ScoreToSend, 'platformId' | 'lineItem' | 'lookUp' | 'userId' | 'timestamp'>;

/** What came of a sending. `words` is one plain sentence for staff. */
export type ScoreOutcome =
  | { kind: 'sent'; lineItem: string }
  /** The platform asks us to slow down. */
  | { kind: 'retry-after'; waitMs: number; words: string }
  /** Try again later; `timestamp` when a later moment of sending is the cure (try once more, then give up). */
  | { kind: 'retry'; because: 'unavailable' | 'timestamp'; words: string }
  /** Will not succeed however often it is tried. */
  | { kind: 'permanent'; words: string }
  /** The gradebook column is gone and no other belongs to the link. */
  | { kind: 'link-broken'; words: string };

export interface GradebookResult {
  userId: string;
  score: number | null;
  maximum: number | null;
  comment: string | null;
}

export interface Gradebook {
  submit(score: ScoreToSend): Promise<ScoreOutcome>;
  withdraw(score: ScoreToWithdraw): Promise<ScoreOutcome>;
  /** The results the platform shows, of one person or of all; or why they cannot be read. */
  results(
    platformId: string,
    lineItem: string,
    userId?: string,
  ): Promise<{ ok: true; results: GradebookResult[] } | { ok: false; words: string }>;
}

// ---------------------------------------------------------------------------------------------------------------------
// Roster (Names and Role Provisioning Services)
// ---------------------------------------------------------------------------------------------------------------------

export interface RosterMember {
  sub: string;
  name: string | null;
  givenName: string | null;
  familyName: string | null;
  email: string | null;
  sourcedId: string | null;
  roles: LaunchRoles;
  isActive: boolean;
}

export interface RosterPage {
  members: RosterMember[];
  /** Where to go on after an interruption; null on the last page. */
  next: string | null;
}

export type RosterRead = { ok: true; members: RosterMember[] } | { ok: false; words: string; waitMs: number | null };

export interface Roster {
  /** Everyone in the course, all pages. `url` is `launch.roster.url`. */
  read(platformId: string, url: string): Promise<RosterRead>;
  /** The same, page by page, from `launch.roster.url` or from a `next`. Throws `ServiceFailure`. */
  pages(platformId: string, url: string): AsyncGenerator<RosterPage>;
}

// ---------------------------------------------------------------------------------------------------------------------
// Deep linking answers
// ---------------------------------------------------------------------------------------------------------------------

/** One link that the instructor chose. */
export interface DeepLinkItem {
  title: string;
  text: string | null;
  /** Absolute, on our origin. */
  url: string;
  /** A stable exam id goes here: links are copied with their custom parameters, but get new ids. */
  custom: Readonly<Record<string, string>>;
  /** Makes a gradebook column; left out for links without a grade. */
  lineItem: { scoreMaximum: number; label: string; resourceId: string; tag: string | null } | null;
  opensInNewWindow: boolean;
}

export interface DeepLinkAnswerRequest {
  platformId: string;
  deploymentId: string;
  request: DeepLinkRequest;
  items: readonly DeepLinkItem[];
  /** Shown by the platform to the instructor. */
  message: string | null;
  /** Set when the instructor cancels because of a fault of ours. */
  errorMessage: string | null;
}

/** A page to send as it is, with its headers; or why the request cannot be answered. */
export type DeepLinkAnswer =
  | { ok: true; html: string; headers: Record<string, string> }
  | { ok: false; reason: 'already-answered' | 'expired' | 'not-accepted' | 'unknown-platform'; words: string };

export interface DeepLinking {
  answer(request: DeepLinkAnswerRequest): Promise<DeepLinkAnswer>;
}

/** Remembers which deep linking requests were answered (for at least their lifetime). */
export interface AnsweredRequests {
  /** True for exactly one caller per id. */
  markAnswered(requestId: string, expiresAt: number): Promise<boolean>;
  /** Takes the mark back when the answer could not be made. */
  unmark(requestId: string): Promise<void>;
}

// ---------------------------------------------------------------------------------------------------------------------
// Dynamic registration
// ---------------------------------------------------------------------------------------------------------------------

export interface RegistrationInvitation {
  organizationId: string | null;
  /** How the administrator named the platform to come; null for the name the platform gives itself. */
  name: string | null;
}

/** One-time invitations to register a platform. The token is what stands in the URL. */
export interface Invitations {
  /** Null when unknown, used or expired. */
  find(token: string): Promise<RegistrationInvitation | null>;
  /** True for exactly one caller. */
  consume(token: string): Promise<boolean>;
  /** Gives it back after a failed registration. */
  restore(token: string): Promise<void>;
}
