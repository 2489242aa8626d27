// What the form-field partial needs, filled in from the little that a page has to say about a field.

import type { Fault } from '../domain/refusal.ts';

export interface FieldOption {
  readonly value: string;
  readonly label: string;
  readonly isSelected: boolean;
}

/** Exactly the names that `form-field.hbs` prints. */
export interface FormField {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly error: string;
  readonly value: string;
  readonly type: string;
  readonly inputMode: string;
  readonly autocomplete: string;
  /** "", "short" or "mid". */
  readonly size: string;
  readonly isRequired: boolean;
  readonly isTextarea: boolean;
  readonly isSelect: boolean;
  readonly options: readonly FieldOption[];
  /** Ids of the help and the fault, for screen readers. */
  readonly describedBy: string;
}

type FieldWords = Pick<FormField, 'name' | 'label'> & Partial<Omit<FormField, 'describedBy' | 'isSelect'>>;

/** A field with its fault, if any of `faults` names it: a text box, a text area, or a list where there are options. */
export function formField(words: FieldWords, faults: readonly Fault[] = []): FormField {
  const id = words.id ?? fieldId(words.name);
  const help = words.help ?? '';
  const error = words.error ?? faults.find((fault) => fault.path === words.name)?.message ?? '';
  const described = [help === '' ? '' : `${id}-help`, error === '' ? '' : `${id}-error`];
  return {
    value: '',
    type: 'text',
    inputMode: '',
    autocomplete: '',
    size: '',
    isRequired: false,
    isTextarea: false,
    options: [],
    ...words,
    id,
    help,
    error,
    isSelect: (words.options?.length ?? 0) > 0,
    describedBy: described.filter((part) => part !== '').join(' '),
  };
}

/** Exactly the names that `error-summary.hbs` prints; each fault links to its field. No faults draw nothing. */
export interface ErrorSummary {
  readonly title: string;
  readonly faults: readonly { readonly field: string; readonly message: string }[];
}

/** The summary that stands above a form whose input was refused. */
export function errorSummary(faults: readonly Fault[]): ErrorSummary {
  return {
    title: faults.length === 1 ? 'One thing to put right' : `${faults.length} things to put right`,
    faults: faults.map((fault) => ({ field: fieldId(fault.path), message: fault.message })),
  };
}

/** The element id of the field that is called `name`. */
export function fieldId(name: string): string {
  return `field-${name.replace(/[^A-Za-z0-9]+/g, '-')}`;
}
