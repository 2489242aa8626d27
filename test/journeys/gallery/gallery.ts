// Every page of the product in every state worth a look, in an order in which none disturbs the next.

import { apiPages } from './api-pages.ts';
import { evidencePages } from './evidence-pages.ts';
import { classPages } from './class-pages.ts';
import { claimPages } from './claim-pages.ts';
import { guaranteePages } from './guarantee-pages.ts';
import { letterPages } from './letter-pages.ts';
import { mailPages } from './mail-pages.ts';
import type { Picture } from './picture.ts';
import { policyPages } from './policy-pages.ts';
import { refusals } from './refusals.ts';
import { retakePages } from './retake-pages.ts';
import { roomPages } from './room-pages.ts';
import { staffPages } from './staff-pages.ts';
import { studentPages } from './student-pages.ts';

/** All pictures. Those of rooms come late, and mails last: time passes in them. */
export const gallery: readonly Picture[] = [
  ...studentPages,
  ...staffPages,
  ...apiPages,
  ...evidencePages,
  ...guaranteePages,
  ...classPages,
  ...policyPages,
  ...retakePages,
  ...claimPages,
  ...mailPages,
  ...refusals,
  ...roomPages,
  ...letterPages,
];
