// The code that is shown in class: large, with its QR code, how long it is good and how many came by it; or how to open checking in.

import { codeWords } from '../../../domain/evidence/check-in.ts';
import type { Fault } from '../../../domain/refusal.ts';
import type { CheckingIn } from '../../../services/guarantee/checking-in.ts';
import { clock, timeOfClass } from '../../class-words.ts';
import { errorSummary, formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { qrDrawing } from '../../qr-drawing.ts';
import type { Reader } from '../table-moments.ts';
import type { Entries } from './class-form.ts';

export interface CodeAsked {
  readonly found: Awaited<ReturnType<CheckingIn['shown']>>;
  /** The origin that students' phones reach. */
  readonly publicUrl: string;
  readonly refused: { readonly entries: Entries; readonly faults: readonly Fault[] } | null;
}

const firstEntries: Entries = { step: '5', late: '10', open: 'class' };

/** Everything `check-in-code.hbs` prints. */
export function checkInCodeView({ found, publicUrl, refused }: CodeAsked, page: Page, reader: Reader) {
  const { held } = found;
  const here = `${page.base}/classes/${held.id}`;
  const entries = refused?.entries ?? firstEntries;
  const faults = refused?.faults ?? [];
  const select = (name: string, label: string, options: readonly (readonly [string, string])[], help = '') =>
    formField(
      {
        name,
        label,
        help,
        size: 'mid',
        options: options.map(([value, words]) => ({ value, label: words, isSelected: entries[name] === value })),
      },
      faults,
    );
  return {
    page,
    crumb: { href: here, label: held.title },
    title: 'Checking in by code',
    summary: errorSummary(faults),
    when: timeOfClass(held, reader),
    code: found.shown ? codeView(found, publicUrl, reader) : (false as const),
    csrf: page.csrf,
    openAction: `${here}/code`,
    closeAction: `${here}/code/close`,
    form: {
      step: select(
        'step',
        'A new code',
        [
          ['1', 'Every minute'],
          ['5', 'Every 5 minutes'],
          ['none', 'Never: one code for all'],
        ],
        'A code that changes is of no use to a friend at home.',
      ),
      late: formField(
        {
          name: 'late',
          label: 'Late after minutes',
          help: 'Counted from the beginning of the class. Leave it empty where nobody is to be late.',
          size: 'short',
          inputMode: 'numeric',
          autocomplete: 'off',
          value: entries['late'] ?? '',
        },
        faults,
      ),
      open: select('open', 'Open', [
        ['15', 'For 15 minutes'],
        ['30', 'For 30 minutes'],
        ['class', 'Until the class ends'],
      ]),
    },
  };
}

/** The part that changes: the code, its drawing, and how many came by it. */
export function codeView({ shown, byCode, total, now }: CodeAsked['found'], publicUrl: string, reader: Reader) {
  const { code, until, closesAt, lateFrom } = shown!;
  const late =
    lateFrom === null
      ? ''
      : lateFrom <= now
        ? 'Whoever checks in now is late.'
        : `From ${clock(lateFrom, reader.zone)} on, students are late.`;
  return {
    words: codeWords(code),
    spoken: [...code].join(' '),
    qr: qrDrawing(`${publicUrl}/c/${code}`),
    address: `${publicUrl.replace(/^https?:\/\//, '')}/c/${code}`,
    untilWords:
      until >= closesAt
        ? 'This code stays.'
        : `The next code comes at ${clock(until, reader.zone)}; this one is good a little longer.`,
    closesWords: `Open until ${clock(closesAt, reader.zone)}.`,
    lateWords: late,
    countWords: `${byCode} of ${total} checked in`,
    untilMs: Math.max(0, until - now),
    closesMs: Math.max(0, closesAt - now),
  };
}
