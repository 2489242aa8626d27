// Saying which column is which: the first rows of the report as they stand in it, and one choice for each thing that is needed.

import type { ChosenColumns } from '../../../domain/evidence/attendance-import.ts';
import type { Fault } from '../../../domain/refusal.ts';
import type { ImportToRead } from '../../../services/guarantee/attendance-importing.ts';
import { errorSummary, formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import type { Entries } from './class-form.ts';

export interface ColumnsAsked extends ImportToRead {
  readonly refused: { readonly entries: Entries; readonly faults: readonly Fault[] } | null;
}

const labels: Readonly<Record<keyof ChosenColumns, { readonly label: string; readonly help: string }>> = {
  name: { label: 'Name', help: '' },
  email: { label: 'E-mail', help: 'Finds students more surely than the name.' },
  join: { label: 'Joined at', help: '' },
  leave: {
    label: 'Left at',
    help: 'Without it people are counted until the end of the class, or until a log of comings and goings says that they went.',
  },
  minutes: { label: 'Minutes there', help: 'Beside join and leave no more than these are counted.' },
};

/** Everything `attendance-columns.hbs` prints. */
export function attendanceColumnsView({ held, imported, unread, refused }: ColumnsAsked, page: Page) {
  const { headings, samples, guess } = unread;
  const faults = refused?.faults ?? [];
  const chosen = (name: keyof ChosenColumns): string =>
    refused ? (refused.entries[name] ?? '') : guess[name] === null ? '' : String(guess[name]);
  const fields = (Object.keys(labels) as (keyof ChosenColumns)[]).map((name) =>
    formField(
      {
        name,
        ...labels[name],
        options: [
          { value: '', label: 'Not in the report', isSelected: chosen(name) === '' },
          ...headings.map((heading, at) => ({
            value: String(at),
            label: heading,
            isSelected: chosen(name) === String(at),
          })),
        ],
      },
      faults,
    ),
  );
  return {
    page,
    crumb: { href: `${page.base}/classes/${held.id}/import`, label: 'Import attendance' },
    title: imported.fileName || 'Report',
    summary: errorSummary(faults),
    action: `${page.base}/classes/${held.id}/import/${imported.id}/columns`,
    csrf: page.csrf,
    fields,
    headings,
    samples: samples.map((cells) => ({ cells: headings.map((heading, at) => ({ heading, words: cells[at] ?? '' })) })),
  };
}
