// The dialog behind a button of staff: what is going to happen, what has to be said, and why; shown open where an entry was refused.

import type { Fault } from '../../domain/refusal.ts';
import { fieldId, formField, type FormField } from '../form-field.ts';

/** Exactly the names that `act-form.hbs` prints. */
export interface ActForm {
  readonly id: string;
  /** The last word of the address it posts to. */
  readonly act: string;
  /** Classes of the button that opens it: "tight", "tight danger", "". */
  readonly look: string;
  readonly opens: string;
  /** Whom the button is about, for screen readers; or "". */
  readonly of: string;
  readonly action: string;
  readonly csrf: string;
  /** Names this press, so that pressing twice counts once; "" where the act repeats harmlessly. */
  readonly actId: string;
  /** The page to come back to: "exam" or "". */
  readonly back: string;
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly keep: string;
  readonly isDanger: boolean;
  /** Stands open in the page, because what was entered needs another look. */
  readonly isShown: boolean;
  readonly fields: readonly FormField[];
  readonly tick: { readonly name: string; readonly label: string; readonly isSelected: boolean } | false;
  /** What the act is about, beyond its address. */
  readonly hidden: readonly { readonly name: string; readonly value: string }[];
}

/** What somebody entered before the act was refused. */
export interface Attempted {
  readonly act: string;
  readonly entries: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
}

export interface ActWords {
  /** The last word of the address. */
  readonly act: string;
  readonly opens: string;
  readonly look: string;
  readonly of: string;
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly keep: string;
  readonly isDanger: boolean;
  readonly asksMinutes: { readonly label: string; readonly help: string; readonly value: string } | null;
  readonly reasonHelp: string;
  readonly tick: { readonly name: string; readonly label: string } | null;
}

export interface ActPlace {
  /** Unique on the page. */
  readonly id: string;
  readonly action: string;
  readonly csrf: string;
  readonly actId: string;
  readonly back: string;
  readonly hidden?: ActForm['hidden'];
}

/** A dialog for one act; with `attempted` of the same act it stands open, with the entries and their faults. */
export function actForm(words: ActWords, place: ActPlace, attempted: Attempted | null = null): ActForm {
  const again = attempted?.act === words.act ? attempted : null;
  const { asksMinutes, reasonHelp, tick, ...plain } = words;
  // The summary of faults links to the fields by their plain ids; every other dialog of the page has ids of its own.
  const idOf = (name: string): string => (again ? fieldId(name) : `${place.id}-${name}`);
  const valueOf = (name: string, otherwise: string): string => again?.entries[name] ?? otherwise;
  const faults = again?.faults ?? [];
  const minutes =
    asksMinutes === null
      ? []
      : [
          formField(
            {
              ...asksMinutes,
              id: idOf('minutes'),
              name: 'minutes',
              size: 'short',
              inputMode: 'numeric',
              autocomplete: 'off',
              isRequired: true,
              value: valueOf('minutes', asksMinutes.value),
            },
            faults,
          ),
        ];
  const reason = formField(
    {
      id: idOf('reason'),
      name: 'reason',
      label: 'Reason',
      help: reasonHelp,
      isTextarea: true,
      isRequired: true,
      value: valueOf('reason', ''),
    },
    faults,
  );
  return {
    ...plain,
    ...place,
    hidden: place.hidden ?? [],
    isShown: again !== null,
    fields: [...minutes, reason],
    tick: tick === null ? false : { ...tick, isSelected: again !== null && tick.name in again.entries },
  };
}
