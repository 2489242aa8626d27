// Every page behind the session door, in the order of the people who use them.

import type { Router } from 'express';
import type { Renderer } from './render.ts';
import { accountPages, type AccountNeeds } from './account.ts';
import { deepLinkPicker, type DeepLinkNeeds } from './instructor/deep-link.ts';
import { instructorPages, type InstructorNeeds } from './instructor/index.ts';
import { noteClaims } from './claims-tab.ts';
import { noteGuarantee } from './guarantee-tab.ts';
import { landing, type LandingNeeds } from './landing.ts';
import { studentPages, type StudentNeeds } from './student/index.ts';
import { uploadPages, type UploadNeeds } from './uploads.ts';

export type PageNeeds = LandingNeeds &
  StudentNeeds &
  UploadNeeds &
  InstructorNeeds &
  DeepLinkNeeds &
  AccountNeeds & { readonly render: Renderer['render'] };

/** Registers all pages on the router that lies at `/s/:launch`. */
export function pages(router: Router, needs: PageNeeds): void {
  router.use(noteGuarantee(needs.eligibility, needs.retakes));
  router.use(noteClaims(needs.claimDecisions));
  landing(router, needs);
  accountPages(router, needs);
  studentPages(router, needs);
  uploadPages(router, needs);
  instructorPages(router, needs);
  deepLinkPicker(router, needs);
}
