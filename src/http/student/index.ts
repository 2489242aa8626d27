// The student's pages, in the order in which a student meets them.

import type { Router } from 'express';
import { answersReviewPage, type AnswersReviewNeeds } from './answers-review.ts';
import { attemptsPage, type AttemptsNeeds } from './attempts.ts';
import { beforeStartPage, type BeforeStartNeeds } from './before-start.ts';
import { examRoomPage, type ExamRoomNeeds } from './exam-room.ts';
import { guaranteePage, type GuaranteeNeeds } from './guarantee/guarantee.ts';
import { notificationsPage, type NotificationsNeeds } from './guarantee/notifications.ts';
import { retakesPage, type RetakesNeeds } from './guarantee/retakes.ts';
import { attendancePage, type AttendanceNeeds } from './guarantee/attendance.ts';
import { claimPage, type ClaimNeeds } from './guarantee/claim.ts';
import { officialExamPage, type OfficialExamNeeds } from './guarantee/official-exam.ts';
import { checkInPage, type CheckInNeeds } from './guarantee/check-in.ts';
import { modulePage, type ModuleNeeds } from './guarantee/module.ts';
import { resultPage, type ResultNeeds } from './result.ts';
import { reviewAndSubmitPage, type ReviewAndSubmitNeeds } from './review-and-submit.ts';

export type StudentNeeds = BeforeStartNeeds &
  ExamRoomNeeds &
  ReviewAndSubmitNeeds &
  ResultNeeds &
  AnswersReviewNeeds &
  AttemptsNeeds &
  GuaranteeNeeds &
  NotificationsNeeds &
  RetakesNeeds &
  AttendanceNeeds &
  CheckInNeeds &
  ModuleNeeds &
  ClaimNeeds &
  OfficialExamNeeds;

/** Registers them all. */
export function studentPages(router: Router, needs: StudentNeeds): void {
  beforeStartPage(router, needs);
  examRoomPage(router, needs);
  reviewAndSubmitPage(router, needs);
  resultPage(router, needs);
  answersReviewPage(router, needs);
  attemptsPage(router, needs);
  guaranteePage(router, needs);
  notificationsPage(router, needs);
  retakesPage(router, needs);
  attendancePage(router, needs);
  checkInPage(router, needs);
  modulePage(router, needs);
  claimPage(router, needs);
  officialExamPage(router, needs);
}
