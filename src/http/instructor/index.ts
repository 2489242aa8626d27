// The pages of staff, in the order in which staff meet them.

import type { Router } from 'express';
import { accommodationsPage } from './accommodations.ts';
import { attemptFilePage } from './attempt-file.ts';
import { choosePage } from './choose.ts';
import { examPage } from './exam.ts';
import { examsPage } from './exams.ts';
import { apiKeysPage } from './guarantee/api-keys.ts';
import { bulkActsPage } from './guarantee/bulk-acts.ts';
import { claimReviewPage } from './guarantee/claim-review.ts';
import { claimsPage } from './guarantee/claims.ts';
import { officialResultPage } from './guarantee/official-result.ts';
import { officialResultsPage } from './guarantee/official-results.ts';
import { eligibilityBoardPage } from './guarantee/eligibility-board.ts';
import { completionPage } from './guarantee/completion.ts';
import { coursePlanPage } from './guarantee/course-plan.ts';
import { evidencePage } from './guarantee/evidence.ts';
import { factsImportPages } from './guarantee/facts-import.ts';
import { moduleLinkPage } from './guarantee/module-link.ts';
import { missingDatesPage } from './guarantee/missing-dates.ts';
import { pausePage } from './guarantee/pause.ts';
import { remindPage } from './guarantee/remind.ts';
import { waivePage } from './guarantee/waive.ts';
import { entitlementPage } from './guarantee/entitlement.ts';
import { grantRetakePage } from './guarantee/grant-retake.ts';
import { retakesLedgerPage } from './guarantee/retakes-ledger.ts';
import { joinAccountsPage } from './guarantee/join-accounts.ts';
import { kinderTermsPage } from './guarantee/kinder-terms.ts';
import { studentFilePage } from './guarantee/student-file.ts';
import { policiesPage } from './guarantee/policies.ts';
import { policyAddPage } from './guarantee/policy-add.ts';
import { policyDraftsPage } from './guarantee/policy-drafts.ts';
import { policyEditorPage } from './guarantee/policy-editor.ts';
import { policyJsonPage } from './guarantee/policy-json.ts';
import { policyPublishPage } from './guarantee/policy-publish.ts';
import { policyTryPage } from './guarantee/policy-try.ts';
import { policyVersionPage } from './guarantee/policy-version.ts';
import type { InstructorNeeds } from './needs.ts';
import { classPages } from './guarantee/class-pages.ts';
import { preview } from './preview.ts';
import { resultsCsv } from './results-csv.ts';
import { settingsPage } from './settings.ts';

export type { InstructorNeeds };

/** Registers every page of staff on the router that lies at `/s/:launch`. */
export function instructorPages(router: Router, needs: InstructorNeeds): void {
  // Before the exam's own page, whose address would take the word for an exam's id.
  choosePage(router, needs);
  examsPage(router, needs);
  examPage(router, needs);
  attemptFilePage(router, needs);
  settingsPage(router, needs);
  accommodationsPage(router, needs);
  resultsCsv(router, needs);
  classPages(router, needs);
  preview(router, needs);
  apiKeysPage(router, needs);
  eligibilityBoardPage(router, needs);
  remindPage(router, needs);
  coursePlanPage(router, needs);
  completionPage(router, needs);
  moduleLinkPage(router, needs);
  missingDatesPage(router, needs);
  factsImportPages(router, needs);
  studentFilePage(router, needs);
  bulkActsPage(router, needs);
  joinAccountsPage(router, needs);
  kinderTermsPage(router, needs);
  evidencePage(router, needs);
  waivePage(router, needs);
  pausePage(router, needs);
  claimsPage(router, needs);
  claimReviewPage(router, needs);
  officialResultsPage(router, needs);
  officialResultPage(router, needs);
  retakesLedgerPage(router, needs);
  // Before the page of one retake, whose address would take the word for an id.
  grantRetakePage(router, needs);
  entitlementPage(router, needs);
  policiesPage(router, needs);
  policyEditorPage(router, needs);
  policyAddPage(router, needs);
  policyPublishPage(router, needs);
  policyTryPage(router, needs);
  policyVersionPage(router, needs);
  policyDraftsPage(router, needs);
  policyJsonPage(router, needs);
}
