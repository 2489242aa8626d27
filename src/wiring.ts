// The only file that knows every room: stores, services, pages, jobs and the gatehouse are introduced to each other here.

import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Express } from 'express';
import type { Connection } from 'mongoose';
import { openGatehouse, type Gatehouse } from '../lti/gatehouse.ts';
import { registryKinds, type HeldLaunch, type Launch, type OpenSession } from '../lti/ports.ts';
import type { MailPage } from './domain/reminders/letter.ts';
import { largestUploadBytes } from './domain/claims/upload.ts';
import { presets } from './domain/exam/presets.ts';
import { accountOf } from './http/account.ts';
import { apiRouter } from './http/api/api.ts';
import { createApp } from './http/app.ts';
import { checkInAddress } from './http/check-in-address.ts';
import { examWindow } from './http/exam-window.ts';
import { fromMails } from './http/from-mails.ts';
import { firstPageOf } from './http/landing.ts';
import { pages } from './http/pages.ts';
import { renderer } from './http/render.ts';
import { overdueCookies, sessionCookie, sessionDoor, visitorOf } from './http/session.ts';
import { readFactsCsv } from './importers/facts-csv.ts';
import { readAttendanceReport } from './importers/attendance-report.ts';
import { nightStaff } from './jobs/night-staff.ts';
import { scheduler, type Scheduler } from './jobs/scheduler.ts';
import type { Logger } from './log.ts';
import { apiTokens, type ApiTokens } from './outside/api-tokens.ts';
import { sniffUpload } from './outside/file-types.ts';
import { openMetrics } from './outside/metrics.ts';
import { sealingFor, type Sealing } from './outside/sealing.ts';
import { arrivalsService } from './services/arrivals.ts';
import { auditTrail } from './services/audit.ts';
import { backfillingService } from './services/backfilling.ts';
import { briefingService } from './services/briefing.ts';
import { closingService } from './services/closing.ts';
import { dutiesService } from './services/duties.ts';
import { examsService } from './services/exams.ts';
import { apiKeysService } from './services/guarantee/api-keys.ts';
import { completionService } from './services/guarantee/completion.ts';
import { courseFeed } from './services/guarantee/course-feed.ts';
import { coursePlansService } from './services/guarantee/course-plans.ts';
import { claimCases } from './services/guarantee/claim-cases.ts';
import { claimDecisions } from './services/guarantee/claim-decisions.ts';
import { claimFactsSource } from './services/guarantee/claim-facts.ts';
import { claimGrants } from './services/guarantee/claim-grants.ts';
import { claimSettling } from './services/guarantee/claim-settling.ts';
import { claimsService } from './services/guarantee/claims.ts';
import { eligibilityService } from './services/guarantee/eligibility.ts';
import { glancesService } from './services/guarantee/glances.ts';
import { makeupDatesService } from './services/guarantee/makeup-dates.ts';
import { evidenceService } from './services/guarantee/evidence.ts';
import { factsImportingService } from './services/guarantee/facts-importing.ts';
import { idempotencyService } from './services/guarantee/idempotency.ts';
import { intakeService } from './services/guarantee/intake.ts';
import { keyCourses } from './services/guarantee/key-courses.ts';
import { joiningService } from './services/guarantee/joining.ts';
import { leadInstructorsService } from './services/guarantee/lead-instructors.ts';
import { missingDatesService } from './services/guarantee/missing-dates.ts';
import { attendanceImportingService } from './services/guarantee/attendance-importing.ts';
import { attendanceService } from './services/guarantee/attendance.ts';
import { checkingInService } from './services/guarantee/checking-in.ts';
import { classScheduleService } from './services/guarantee/class-schedule.ts';
import { addressesService } from './services/guarantee/addresses.ts';
import { contactsService } from './services/guarantee/contacts.ts';
import { claimMails } from './services/guarantee/claim-mails.ts';
import { digestsService } from './services/guarantee/digests.ts';
import { noticesService } from './services/guarantee/notices.ts';
import { reminderCheck } from './services/guarantee/reminder-check.ts';
import { remindersService } from './services/guarantee/reminders.ts';
import { mailingService, type Post } from './services/guarantee/mailing.ts';
import { mockEvidenceService } from './services/guarantee/mock-evidence.ts';
import { myGuaranteeService } from './services/guarantee/my-guarantee.ts';
import { policiesInForce } from './services/guarantee/policies-in-force.ts';
import { policiesService } from './services/guarantee/policies.ts';
import { retakeTelling } from './services/guarantee/retake-news.ts';
import { policyTrialsService } from './services/guarantee/policy-trials.ts';
import { retakesService } from './services/guarantee/retakes.ts';
import { studentRecords } from './services/guarantee/student-record.ts';
import { studentSearch } from './services/guarantee/student-search.ts';
import { termsService } from './services/guarantee/terms.ts';
import { oneOpenClaim } from './services/guarantee/open-claims.ts';
import { officialExamService } from './services/guarantee/official-exam.ts';
import { tooLarge, uploadsService } from './services/guarantee/uploads.ts';
import { waivingService } from './services/guarantee/waiving.ts';
import { personalLinkMaker } from './services/guarantee/personal-link-maker.ts';
import { personalLinksService } from './services/guarantee/personal-links.ts';
import { invigilationService } from './services/invigilation.ts';
import { itemBank } from './services/item-bank.ts';
import { papersService } from './services/papers.ts';
import { passbackService } from './services/passback.ts';
import { preparingService } from './services/preparing.ts';
import { resultsService } from './services/results.ts';
import { retimingService } from './services/retiming.ts';
import { rosterService } from './services/roster.ts';
import { sittingService } from './services/sitting.ts';
import type { Surroundings } from './services/surroundings.ts';
import { windowsService } from './services/windows.ts';
import { accommodationStore } from './stores/accommodation-store.ts';
import { allowanceStore } from './stores/allowance-store.ts';
import { attemptStore } from './stores/attempt-store.ts';
import { backfillStore } from './stores/backfill-store.ts';
import { blueprintStore } from './stores/blueprint-store.ts';
import { courseStore } from './stores/course-store.ts';
import { eventStore } from './stores/event-store.ts';
import { examStore } from './stores/exam-store.ts';
import { formStore } from './stores/form-store.ts';
import { gradeStore } from './stores/grade-store.ts';
import { apiKeyStore } from './stores/guarantee/api-key-store.ts';
import { claimStore } from './stores/guarantee/claim-store.ts';
import { attendanceAliasStore } from './stores/guarantee/attendance-alias-store.ts';
import { attendanceImportStore } from './stores/guarantee/attendance-import-store.ts';
import { classStore } from './stores/guarantee/class-store.ts';
import { contactStore } from './stores/guarantee/contact-store.ts';
import { coursePlanStore } from './stores/guarantee/course-plan-store.ts';
import { entitlementStore } from './stores/guarantee/entitlement-store.ts';
import { idempotencyStore } from './stores/guarantee/idempotency-store.ts';
import { mailStore } from './stores/guarantee/mail-store.ts';
import { joinedAccountStore } from './stores/guarantee/joined-account-store.ts';
import { noticeStore } from './stores/guarantee/notice-store.ts';
import { personalLinkStore } from './stores/guarantee/personal-link-store.ts';
import { policyStore } from './stores/guarantee/policy-store.ts';
import { factsImportStore } from './stores/guarantee/facts-import-store.ts';
import { sweepStore } from './stores/guarantee/sweep-store.ts';
import { studentFileStore } from './stores/guarantee/student-file-store.ts';
import { uploadStore } from './stores/guarantee/upload-store.ts';
import { invitationStore } from './stores/invitation-store.ts';
import { itemStore } from './stores/item-store.ts';
import { linkStore } from './stores/link-store.ts';
import { loginStore } from './stores/login-store.ts';
import { firstOrganizationId, organizationStore } from './stores/organization-store.ts';
import { personStore } from './stores/person-store.ts';
import { registryRowStore } from './stores/registry-row-store.ts';
import { scoreStore } from './stores/score-store.ts';
import { sessionStore } from './stores/session-store.ts';
import { ticketStore } from './stores/ticket-store.ts';

export interface ApplicationParts {
  readonly connection: Connection;
  readonly publicUrl: string;
  readonly allowLocalPlatforms: boolean;
  readonly trustProxy: number;
  readonly masterKey: Buffer;
  readonly sessionSecret: Buffer;
  readonly log: Logger;
  /** Epoch milliseconds; moved by hand in tests. */
  readonly now: () => number;
  readonly isReady: () => Promise<boolean>;
  /** The mail server; absent or null: mails are kept, and shown in the application only. */
  readonly post?: Post | null;
}

export type Application = Awaited<ReturnType<typeof openApplication>>;

/** Where the pages lie, from this file. */
const viewsDirectory = fileURLToPath(new URL('../views', import.meta.url));

/** SHA-256 of a text, hex. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function surroundingsOf(now: () => number, sessionSecret: Buffer): Surroundings {
  return {
    now,
    newId: () => randomUUID(),
    randomBytes: (count) => randomBytes(count),
    digest: digestOf,
    proof: (text) => createHmac('sha256', sessionSecret).update(text).digest('hex'),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

function openStores(connection: Connection, surroundings: Surroundings) {
  return {
    organizations: organizationStore(connection),
    people: personStore(connection),
    courses: courseStore(connection),
    links: linkStore(connection),
    sessions: sessionStore(connection),
    tickets: ticketStore(connection),
    exams: examStore(connection),
    forms: formStore(connection),
    items: itemStore(connection),
    blueprints: blueprintStore(connection),
    attempts: attemptStore(connection),
    allowances: allowanceStore(connection),
    backfills: backfillStore(connection),
    accommodations: accommodationStore(connection),
    scores: scoreStore(connection),
    grades: gradeStore(connection),
    events: eventStore(connection),
    logins: loginStore<HeldLaunch['launch']>(connection),
    invitations: invitationStore(connection, surroundings),
    registryRows: registryRowStore(connection, registryKinds),
    files: studentFileStore(connection),
    plans: coursePlanStore(connection),
    classes: classStore(connection),
    contactRecords: contactStore(connection),
    linkRecords: personalLinkStore(connection),
    mails: mailStore(connection),
    noticeRecords: noticeStore(connection),
    sweeps: sweepStore(connection),
    attendanceImports: attendanceImportStore(connection),
    attendanceAliases: attendanceAliasStore(connection),
    imports: factsImportStore(connection),
    policies: policyStore(connection),
    claims: claimStore(connection),
    joined: joinedAccountStore(connection),
    uploads: uploadStore(connection),
    apiKeys: apiKeyStore(connection),
    entitlements: entitlementStore(connection),
    apiRequests: idempotencyStore(connection),
  };
}
export type Stores = ReturnType<typeof openStores>;

/** Libraries that need a secret of this installation. */
interface Sealed {
  readonly tokens: ApiTokens;
  readonly sealing: Sealing;
}

/** What mails need besides the stores. */
interface MailRoom {
  readonly post: Post | null;
  readonly renderHtml: (page: MailPage) => string;
  readonly publicUrl: string;
  /** Whether what a mail says is still so when it is sent. */
  readonly stillHolds: ReturnType<typeof reminderCheck>;
}

/** Mails and what belongs to them: contacts, addresses, personal links. */
function openMailing(stores: Stores, mailRoom: MailRoom, surroundings: Surroundings) {
  const contacts = contactsService({ ...stores, surroundings });
  const maker = personalLinkMaker({ ...stores, surroundings });
  const mailing = mailingService({ ...stores, ...mailRoom, contacts, personalLinks: maker, surroundings });
  return {
    contacts,
    mailing,
    notices: noticesService({ ...stores, mailing, surroundings }),
    addresses: addressesService({ ...stores, contacts, mailing, surroundings }),
    personalLinks: personalLinksService({ ...stores, contacts, mailing, surroundings }),
  };
}

function openServices(
  stores: Stores,
  gatehouse: Gatehouse,
  surroundings: Surroundings,
  { tokens, sealing }: Sealed,
  mailRoom: Omit<MailRoom, 'stillHolds'>,
) {
  const bank = itemBank({ items: stores.items, now: surroundings.now });
  const audit = auditTrail({ events: stores.events, surroundings });
  const papers = papersService({ ...stores, bank, surroundings });
  const passback = passbackService({ ...stores, gradebook: gatehouse.gradebook, surroundings });
  const mockEvidence = mockEvidenceService(stores);
  const duties = dutiesService({ ...stores, papers, passback, mockEvidence, surroundings });
  const backfilling = backfillingService({ ...stores, mockEvidence, surroundings });
  const inForce = policiesInForce({ policies: stores.policies, surroundings });
  // Mails are asked for by services on which the check itself stands: it is introduced as soon as they are there.
  const stillHolds: MailRoom['stillHolds'] = (row) => holds(row);
  const mailed = openMailing(stores, { ...mailRoom, stillHolds }, surroundings);
  const news = retakeTelling({ ...stores, ...mailed, surroundings });
  const retakes = retakesService({ ...stores, sealing, news, audit, surroundings });
  const policies = policiesService({ ...stores, inForce, audit, surroundings });
  const eligibility = eligibilityService({
    ...stores,
    policies: inForce,
    claims: claimFactsSource(stores),
    retakes,
    surroundings,
  });
  const makeupDates = makeupDatesService({ eligibility, surroundings });
  const glances = glancesService({ ...stores, surroundings });
  const terms = termsService({ ...stores, inForce, policies, eligibility, audit, surroundings });
  const openClaims = oneOpenClaim({ ...stores, surroundings });
  const joining = joiningService({ ...stores, openClaims, eligibility, retakes, audit, surroundings });
  const holds = reminderCheck({ eligibility, retakes });
  const digests = digestsService({ ...stores, ...mailed, claimRecords: stores.claims, surroundings });
  const retiming = retimingService({ attempts: stores.attempts, surroundings });
  const closing = closingService({ attempts: stores.attempts, duties, surroundings });
  const preparing = preparingService({ ...stores, papers, closing, surroundings });
  const sitting = sittingService({ ...stores, papers, closing, preparing, duties, surroundings });
  const uploads = uploadsService({ ...stores, sniff: sniffUpload, surroundings });
  const cases = claimCases({ ...stores, eligibility, surroundings });
  const settling = claimSettling({
    ...stores,
    grants: claimGrants({ cases, retakes }),
    notices: claimMails({ ...stores, ...mailed, surroundings }),
    surroundings,
  });
  const claims = claimsService({ ...stores, openClaims, cases, settling, uploads, audit, surroundings });
  const evidence = evidenceService({ ...stores, eligibility, claims, audit, surroundings });
  const missingDates = missingDatesService({ ...stores, policies: inForce, evidence, surroundings });
  const completion = completionService({ ...stores, eligibility, evidence, surroundings });
  const arrivals = arrivalsService({
    ...stores,
    firstOrganizationId,
    suggestions: missingDates,
    completions: completion,
    surroundings,
  });
  const schedule = classScheduleService({ ...stores, audit, surroundings });
  const attendance = attendanceService({ ...stores, schedule, audit, surroundings });
  return {
    backfilling,
    claims,
    claimDecisions: claimDecisions({ ...stores, cases, settling, retakes, audit, surroundings }),
    claimSettling: settling,
    officialExam: officialExamService({ ...stores, eligibility, uploads, claims, audit, surroundings }),
    uploads,
    ...mailed,
    reminders: remindersService({ ...stores, ...mailed, eligibility, retakes, digests, audit, surroundings }),
    bank,
    audit,
    papers,
    passback,
    duties,
    sitting,
    arrivals,
    windows: windowsService({ ...stores, arrivals, sitting, surroundings }),
    briefing: briefingService({ ...stores, papers, sitting, passback, eligibility, surroundings }),
    results: resultsService({ ...stores, papers, sitting, passback, surroundings }),
    exams: examsService({ ...stores, bank, audit, retiming, surroundings }),
    schedule,
    attendance,
    attendanceImports: attendanceImportingService({
      ...stores,
      imports: stores.attendanceImports,
      aliases: stores.attendanceAliases,
      schedule,
      attendance,
      readReport: readAttendanceReport,
      audit,
      surroundings,
    }),
    checkingIn: checkingInService({ ...stores, schedule, attendance, surroundings }),
    invigilation: invigilationService({ ...stores, duties, passback, audit, surroundings }),
    eligibility,
    glances,
    makeupDates,
    retakes,
    apiKeys: apiKeysService({ keys: stores.apiKeys, courses: stores.courses, tokens, audit, surroundings }),
    evidence,
    missingDates,
    coursePlans: coursePlansService({ ...stores, policies, evidence, audit, surroundings }),
    factsImporting: factsImportingService({
      ...stores,
      evidence,
      missingDates,
      readFile: readFactsCsv,
      audit,
      surroundings,
    }),
    completion,
    waiving: waivingService({ ...stores, missingDates, eligibility, uploads, audit, surroundings }),
    inForce,
    policies,
    policyTrials: policyTrialsService({ ...stores, policies, inForce, eligibility, surroundings }),
    terms,
    records: studentRecords({ eligibility, glances, missingDates, retakes, joining, audit, surroundings }),
    myGuarantee: myGuaranteeService({ ...stores, eligibility, terms, missingDates, retakes, surroundings }),
    joining,
    leads: leadInstructorsService({ ...stores, audit }),
    roster: rosterService({ courses: stores.courses, people: stores.people, source: gatehouse.roster, surroundings }),
  };
}
export type Services = ReturnType<typeof openServices>;

/** What the API asks of the house: everything for the provider's other systems. */
function openDesk(
  stores: Stores,
  { evidence, eligibility, retakes, claims, audit }: Services,
  surroundings: Surroundings,
) {
  const search = studentSearch(stores);
  return {
    search,
    keyCourses: keyCourses(stores),
    intake: intakeService({ ...stores, search, evidence, claims, audit, surroundings }),
    idempotency: idempotencyService({ requests: stores.apiRequests, surroundings, wait: (ms) => setTimeout(ms) }),
    feed: courseFeed({ ...stores, eligibility, retakes, surroundings }),
  };
}

/** Opens a session for a verified launch and says which cookies the browser is to keep and to drop. */
function sessionOpener(services: Services, stores: Stores, now: () => number): OpenSession {
  return async (launch: Launch, request) => {
    const { session, secret } = await services.arrivals.arrive(launch);
    const dropped = await overdueCookies(request.cookieHeader, stores.sessions, now());
    const path = await firstPageOf(session, visitorOf(session), services);
    return { launchId: session.id, path, setCookies: [...dropped, sessionCookie(session.id, secret)] };
  };
}

/** Everything introduced to everything: the application over a database, its jobs not yet started. */
export async function openApplication(parts: ApplicationParts) {
  const { publicUrl, log, now } = parts;
  const surroundings = surroundingsOf(now, parts.sessionSecret);
  const stores = openStores(parts.connection, surroundings);
  const views = renderer(viewsDirectory);
  const metrics = openMetrics();
  const gatehouse = await openGatehouse(
    { publicUrl, allowLocalPlatforms: parts.allowLocalPlatforms, masterKeys: [parts.masterKey] },
    {
      rows: stores.registryRows,
      logins: stores.logins,
      invitations: stores.invitations,
      answered: stores.invitations,
      renderPage: (name, view) => views.render(`lti/${name}`, view),
      log: (event, fields) => log.info({ event, ...fields }),
      clock: { nowMs: now },
    },
  );
  const { registry, toolKeys, deepLinking } = gatehouse;
  const sealed = {
    tokens: apiTokens(parts.masterKey, publicUrl),
    sealing: sealingFor(parts.masterKey, 'entitlement codes'),
  };
  const renderHtml = (page: MailPage): string => views.render('mail/letter', page);
  const mailRoom = { post: parts.post ?? null, renderHtml, publicUrl };
  const services = openServices(stores, gatehouse, surroundings, sealed, mailRoom);
  const { render } = views;
  const account = accountOf(stores.people, stores.sessions, now);

  const app: Express = createApp({
    publicUrl,
    trustProxy: parts.trustProxy,
    viewsDirectory,
    renderer: views,
    log,
    gatehouse: gatehouse.routes(sessionOpener(services, stores, now)),
    api: apiRouter({ ...services, ...openDesk(stores, services, surroundings), render, publicUrl, log, surroundings }),
    checkInAddress: checkInAddress({ render, sessions: stores.sessions, now }),
    examWindow: examWindow({ ...services, publicUrl }),
    fromMails: fromMails({ ...services, sessions: stores.sessions, render, publicUrl, surroundings }),
    sessionDoor: sessionDoor({ sessions: stores.sessions, registry, now, proof: surroundings.proof }),
    pages: (router) => pages(router, { ...services, render, publicUrl, deepLinking, account, surroundings }),
    uploadLimits: { largestBytes: largestUploadBytes, tooLarge },
    isReady: parts.isReady,
    observe: metrics.request,
    metrics: async () => ({ text: await metrics.text(), contentType: metrics.contentType }),
  });

  const rotateKeys = async (): Promise<number> => {
    let steps = 0;
    for (const platform of await registry.list()) if ((await toolKeys.rotate(platform.id)) !== 'waiting') steps += 1;
    return steps;
  };
  const report = (attemptId: string, error: unknown): void => {
    const { name: type, message } = error instanceof Error ? error : new Error(String(error));
    log.error({ attemptId, err: { type, message } }, 'duty failed');
  };
  const jobs: Scheduler = scheduler(nightStaff({ ...services, rotateKeys, report }), log, metrics.job);

  return {
    app,
    jobs,
    services,
    stores,
    registry,
    surroundings,
    /** Compiles every page, so that nobody waits for one; anybody else has their turn in between. */
    prepareViews: () => views.prepare(surroundings.breathe),
    /** Builds the indexes and makes what the first run needs. Safe to repeat. */
    async prepare(): Promise<void> {
      await Promise.all(Object.values(stores).map((store) => store.prepare()));
      await stores.organizations.ensure(firstOrganization);
      await Promise.all(presets.map((blueprint) => stores.blueprints.publish(firstOrganizationId, blueprint)));
    },
  };
}

/** The organization that owns everything until there are several. */
const firstOrganization = { id: firstOrganizationId, name: 'Training provider', helpWords: '', zone: 'UTC' };
