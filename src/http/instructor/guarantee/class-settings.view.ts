// One class as planned: its time and place, cancelling it with a reason, and taking that back.

import type { CourseClass } from '../../../domain/evidence/course-plan.ts';
import type { Fault } from '../../../domain/refusal.ts';
import { errorSummary } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { actForm, type Attempted } from '../act-form.ts';
import { classFields, entriesOf, type Entries } from './class-form.ts';

export interface SettingsAsked {
  readonly held: CourseClass;
  /** What was typed and refused. */
  readonly refused: { readonly entries: Entries; readonly faults: readonly Fault[] } | null;
  readonly attempted: Attempted | null;
}

/** Everything `class-settings.hbs` prints. */
export function classSettingsView({ held, refused, attempted }: SettingsAsked, page: Page) {
  const here = `${page.base}/classes/${held.id}`;
  const faults = refused?.faults ?? attempted?.faults ?? [];
  return {
    page,
    crumb: { href: here, label: held.title },
    title: 'Change this class',
    summary: errorSummary(faults),
    action: `${here}/edit`,
    csrf: page.csrf,
    rev: held.rev,
    fields: classFields(refused?.entries ?? entriesOf(held), refused?.faults ?? [], refused ? '' : 'class'),
    isCancelled: held.isCancelled,
    cancelledWords: held.cancelledWhy,
    restoreAction: `${here}/restore`,
    cancel: actForm(
      {
        act: 'cancel',
        opens: 'Cancel this class',
        look: 'danger',
        of: '',
        title: `Cancel ${held.title}?`,
        text: 'It counts for nobody then. What was marked stays on record, and you can take this back.',
        confirm: 'Cancel the class',
        keep: 'Keep it',
        isDanger: true,
        asksMinutes: null,
        reasonHelp: 'Students read it on their attendance page.',
        tick: null,
      },
      { id: 'cancel-class', action: `${here}/cancel`, csrf: page.csrf, actId: '', back: '' },
      attempted,
    ),
  };
}
