// A form behind a button, as `act-form.hbs` draws it: its fields, what it will do, and what was entered if it was refused.

import type { Fault } from '../domain/refusal.ts';
import { fieldId, formField, type FieldOption, type FormField } from './form-field.ts';
import type { ActForm, Attempted } from './instructor/act-form.ts';

/** A field of the dialog. */
export type DialogField = Pick<FormField, 'name' | 'label'> &
  Partial<Pick<FormField, 'help' | 'value' | 'type' | 'inputMode' | 'size' | 'isRequired' | 'isTextarea'>> & {
    readonly options?: readonly Pick<FieldOption, 'value' | 'label'>[];
  };

export interface DialogWords {
  /** The last word of the address it posts to. */
  readonly act: string;
  readonly opens: string;
  /** Whom or what the button is about, for screen readers. */
  readonly of: string;
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly keep?: string;
  readonly isDanger?: boolean;
  readonly look?: string;
  readonly fields?: readonly DialogField[];
  readonly hidden?: ActForm['hidden'];
}

export interface DialogPlace {
  /** Unique on the page. */
  readonly id: string;
  readonly action: string;
  readonly csrf: string;
  /** Names this press, so that pressing twice counts once; "" where the act repeats harmlessly. */
  readonly actId: string;
}

/** The dialog; with `attempted` it stands open in the page, with the entries and their faults. */
export function dialogForm(words: DialogWords, place: DialogPlace, attempted: Attempted | null = null): ActForm {
  const again = attempted?.act === words.act ? attempted : null;
  const faults: readonly Fault[] = again?.faults ?? [];
  const fieldOf = ({ options = [], ...field }: DialogField): FormField => {
    const value = again?.entries[field.name] ?? field.value ?? '';
    const chosen = options.map((option) => ({ ...option, isSelected: option.value === value }));
    // The summary of faults links to the fields by their plain ids; every other dialog of the page has ids of its own.
    const id = again ? fieldId(field.name) : `${place.id}-${field.name}`;
    return formField({ autocomplete: 'off', ...field, id, value, options: chosen }, faults);
  };
  return {
    id: again ? `${place.id}-in-hand` : place.id,
    act: words.act,
    look: words.look ?? 'tight',
    opens: words.opens,
    of: words.of,
    action: place.action,
    csrf: place.csrf,
    actId: place.actId,
    back: '',
    title: words.title,
    text: words.text,
    confirm: words.confirm,
    keep: words.keep ?? 'Not now',
    isDanger: words.isDanger ?? false,
    isShown: again !== null,
    fields: (words.fields ?? []).map(fieldOf),
    tick: false,
    hidden: words.hidden ?? [],
  };
}
