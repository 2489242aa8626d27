// Importing facts: choosing a file, with a template that already names everybody, and the newest imports.

import { valueWords } from '../../../domain/guarantee/rules/names.ts';
import type { Fault } from '../../../domain/refusal.ts';
import { countWords } from '../../../domain/time.ts';
import type { FactsImporting } from '../../../services/guarantee/facts-importing.ts';
import { errorSummary, formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { momentOf, type Reader } from '../table-moments.ts';
import { importChips } from './import-chips.ts';

type Overview = Awaited<ReturnType<FactsImporting['overview']>>;

export interface FactsImportAsked {
  readonly overview: Overview;
  readonly attempted: { readonly entries: Readonly<Record<string, string>>; readonly faults: readonly Fault[] } | null;
}

/** Everything `facts-import.hbs` prints. */
export function factsImportView({ overview, attempted }: FactsImportAsked, page: Page, reader: Reader) {
  const path = `${page.base}/facts-import`;
  const faults = attempted?.faults ?? [];
  const { importables, students, imports } = overview;
  return {
    page,
    crumb: { href: `${page.base}/missing-dates`, label: 'Missing dates' },
    title: 'Import from a file',
    summary: errorSummary(faults.map((fault) => ({ ...fault, path: 'text' }))),
    answer: 'Bring in dates and values of many students at once.',
    reason: 'Nothing is recorded before you have seen what each row would change, and a whole file can be undone.',
    canImport: importables.length > 0,
    templateHref: `${path}/template.csv`,
    templateWords: `Template with ${countWords(students.length, 'student')}`,
    columns: importables.map((column) => ({
      heading: column.kind === 'module' ? column.label : column.name,
      words: columnWords(column),
    })),
    form: { action: path, csrf: page.csrf },
    text: formField(
      {
        name: 'text',
        label: 'Or paste the table',
        help: 'With the headings in its first line. Commas, semicolons or tabs stand between the cells.',
        isTextarea: true,
        value: attempted?.entries['text'] ?? '',
      },
      faults.map((fault) => ({ ...fault, path: 'text' })),
    ),
    fileName: attempted?.entries['fileName'] ?? '',
    imports: imports.map(({ id, fileName, createdAt, byName, state }) => ({
      href: `${path}/${id}`,
      name: fileName,
      by: byName,
      at: momentOf(createdAt, reader),
      chip: importChips[state],
    })),
  };
}

function columnWords({ kind, label, options }: Overview['importables'][number]): string {
  if (kind === 'date') return `${label}: a day`;
  if (kind === 'module') return 'A module: the day on which it was done';
  return options.length === 0 ? `${label}: a value` : `${label}: ${options.map(valueWords).join(' or ')}`;
}
