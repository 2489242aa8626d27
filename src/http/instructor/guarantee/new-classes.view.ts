// Planning classes: one, or a weekly series; what was refused stands again as it was typed.

import type { Fault } from '../../../domain/refusal.ts';
import { errorSummary } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { classFields, seriesFields, type Entries } from './class-form.ts';

export interface Refused {
  readonly form: 'one' | 'series';
  readonly entries: Entries;
  readonly faults: readonly Fault[];
}

/** Everything `new-classes.hbs` prints. */
export function newClassesView(first: Entries, refused: Refused | null, page: Page) {
  const of = (form: Refused['form']): [Entries, readonly Fault[], string] =>
    refused?.form === form ? [refused.entries, refused.faults, ''] : [first, [], form];
  const faults = (refused?.faults ?? []).map(({ path, message }) => ({ path: path.split('.')[0] ?? '', message }));
  return {
    page,
    crumb: { href: `${page.base}/classes`, label: 'Classes' },
    title: 'Add classes',
    summary: errorSummary(faults),
    csrf: page.csrf,
    series: { action: `${page.base}/classes/series`, fields: seriesFields(...of('series')) },
    one: { action: `${page.base}/classes`, fields: classFields(...of('one')) },
  };
}
