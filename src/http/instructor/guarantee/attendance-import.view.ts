// Choosing a meeting's report: the file, how its times are meant, and what was imported before.

import type { CourseClass } from '../../../domain/evidence/course-plan.ts';
import type { Fault } from '../../../domain/refusal.ts';
import { zoneName } from '../../../domain/time.ts';
import type { AttendanceImportHead } from '../../../stores/guarantee/attendance-import-store.ts';
import { timeOfClass } from '../../class-words.ts';
import { errorSummary, formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { momentOf, type Reader } from '../table-moments.ts';
import type { Entries } from './class-form.ts';

export interface ImportAsked {
  readonly held: CourseClass;
  readonly earlier: readonly AttendanceImportHead[];
  readonly refused: { readonly entries: Entries; readonly faults: readonly Fault[] } | null;
}

/** Everything `attendance-import.hbs` prints. */
export function attendanceImportView({ held, earlier, refused }: ImportAsked, page: Page, reader: Reader) {
  const here = `${page.base}/classes/${held.id}`;
  const entries = refused?.entries ?? { zone: held.zone, late: '10' };
  const faults = refused?.faults ?? [];
  return {
    page,
    crumb: { href: here, label: held.title },
    title: 'Import attendance',
    summary: errorSummary(faults),
    when: timeOfClass(held, reader),
    action: `${here}/import`,
    templateHref: `${here}/import/template.csv`,
    csrf: page.csrf,
    fileError: faults.find(({ path }) => path === 'file')?.message ?? '',
    fields: {
      zone: formField(
        {
          name: 'zone',
          label: 'Times in the report are',
          help: 'Zoom and Teams write the times of whoever downloads the report.',
          options: [...new Set(['UTC', held.zone, ...Intl.supportedValuesOf('timeZone')])].map((zone) => ({
            value: zone,
            label: `${zoneName(zone)} (${zone})`,
            isSelected: entries['zone'] === zone,
          })),
        },
        faults,
      ),
      late: formField(
        {
          name: 'late',
          label: 'Late after minutes',
          help: 'Whoever joins later than this after the beginning is late. Leave it empty where nobody is to be late.',
          size: 'short',
          inputMode: 'numeric',
          autocomplete: 'off',
          value: entries['late'] ?? '',
        },
        faults,
      ),
    },
    earlier: earlier.map(({ id, fileName, kind, createdAt, byName, state }) => ({
      href: `${here}/import/${id}`,
      fileName: fileName || kindWords[kind],
      kind: kindWords[kind],
      at: momentOf(createdAt, reader),
      byName,
      state: stateWords[state],
    })),
  };
}

export const kindWords = { own: 'a table', zoom: 'a Zoom report', teams: 'a Teams report' } as const;
const stateWords = {
  columns: 'columns to be chosen',
  open: 'not applied yet',
  applied: 'applied',
  undone: 'taken back',
} as const;
