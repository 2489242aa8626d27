// The pages about classes, in the order in which staff meet them.

import type { Router } from 'express';
import type { InstructorNeeds } from '../needs.ts';
import { attendanceColumnsPage } from './attendance-columns.ts';
import { attendanceImportPage } from './attendance-import.ts';
import { attendancePreviewPage } from './attendance-preview.ts';
import { checkInCodePage } from './check-in-code.ts';
import { classSettingsPage } from './class-settings.ts';
import { classStudentPage } from './class-student.ts';
import { classesPage } from './classes.ts';
import { newClassesPage } from './new-classes.ts';
import { rollCallPage } from './roll-call.ts';

/** Registers them all. */
export function classPages(router: Router, needs: InstructorNeeds): void {
  classesPage(router, needs);
  // Before the roll call, whose address would take the word for a class's id.
  newClassesPage(router, needs);
  rollCallPage(router, needs);
  checkInCodePage(router, needs);
  // Before the preview, whose address would take the template's name for an import's id.
  attendanceImportPage(router, needs);
  attendanceColumnsPage(router, needs);
  attendancePreviewPage(router, needs);
  classStudentPage(router, needs);
  classSettingsPage(router, needs);
}
