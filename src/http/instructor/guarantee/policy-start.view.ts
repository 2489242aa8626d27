// Beginning a policy: what it is begun from, as the student would read it, and its name.

import { presetOf } from '../../../domain/guarantee/presets/presets.ts';
import { textOf } from '../../../domain/policies/student-text.ts';
import { blankSheets, startingPointOf } from '../../../domain/policies/starting-points.ts';
import type { Fault } from '../../../domain/refusal.ts';
import { errorSummary, fieldId, formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { termsView, type TermsView } from './policy-terms.ts';

export interface StartAsked {
  /** "blank", "json", or the id of a starting point. */
  readonly from: string;
  readonly entries: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
}

/** Everything `policy-start.hbs` prints. */
export function policyStartView({ from, entries, faults }: StartAsked, page: Page) {
  const point = startingPointOf(from);
  const isImport = from === 'json';
  const blank = blankSheets.find(({ id }) => id === from)?.id ?? 'blank';
  const preset = presetOf(from.replace(/^preset:/, ''));
  const sections = point && textOf(point.policy);
  return {
    page,
    crumb: { href: `${page.base}/policies`, label: 'Policies' },
    title: isImport ? 'Bring a policy along' : point ? point.title : 'Begin with a blank sheet',
    summary: errorSummary(faults),
    about: isImport
      ? 'Paste a policy as JSON. Whatever is in it is kept; what the cards cannot show can still be edited as JSON.'
      : point
        ? point.about
        : 'Nothing stands there yet: say what it is, and write the rest card by card.',
    readings: preset ? preset.readings : [],
    form: { action: `${page.base}/policies`, csrf: page.csrf, from: isImport || point ? from : '' },
    /** The kinds to begin with; none where something is begun from. */
    blanks:
      isImport || point
        ? []
        : blankSheets.map((sheet) => ({ ...sheet, fieldId: fieldId(sheet.id), isChosen: sheet.id === blank })),
    name: formField(
      {
        name: 'name',
        label: 'Name',
        help: 'Staff see it in lists; students do not.',
        value: entries['name'] ?? (point ? point.title : ''),
        isRequired: true,
        autocomplete: 'off',
      },
      faults,
    ),
    json: isImport
      ? {
          id: fieldId('json'),
          value: entries['json'] ?? '',
          error: faults.find(({ path }) => path === 'json')?.message ?? '',
        }
      : (false as const),
    terms: (sections ? termsView(sections) : false) satisfies TermsView | false,
    cancelHref: `${page.base}/policies`,
  };
}
