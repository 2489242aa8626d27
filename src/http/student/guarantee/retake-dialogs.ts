// What a student can do with a retake, each act said in full before it is done: book, cancel, choose, open extra attempts.

import { dayInWords } from '../../../domain/day.ts';
import type { Entitlement } from '../../../domain/retakes/entitlement.ts';
import { lowerFirst } from '../../../domain/phrases.ts';
import { kindOf, kindWords } from '../../../domain/retakes/kind.ts';
import { mayStillCancel } from '../../../domain/retakes/standing.ts';
import { closesWords } from '../../../domain/retakes/taken.ts';
import { momentWords, zoneName } from '../../../domain/time.ts';
import type { OpenableExam, Retake } from '../../../services/guarantee/retakes.ts';
import { dialogForm, type DialogWords } from '../../dialog-form.ts';
import type { ActForm, Attempted } from '../../instructor/act-form.ts';

/** What the dialogs of one card need of the page around them. */
export interface DialogGround {
  /** `/s/<launch>/retakes`. */
  readonly path: string;
  readonly csrf: string;
  readonly actId: string;
  readonly exams: readonly OpenableExam[];
  readonly now: number;
  /** What was entered for this retake and refused. */
  readonly attempted: Attempted | null;
}

/** The dialogs that make sense for a retake now, the one in hand (if any) first. */
export function retakeDialogs(retake: Retake, ground: DialogGround): ActForm[] {
  const { entitlement: of } = retake;
  const { path, csrf, actId, attempted } = ground;
  return wordsFor(retake, ground).map((words) =>
    dialogForm(
      words,
      {
        id: `${words.act.replace(':', '-')}-${of.id}`,
        action: `${path}/${of.id}/${words.act.split(':')[0]}`,
        csrf,
        actId,
      },
      attempted,
    ),
  );
}

function wordsFor(retake: Retake, ground: DialogGround): DialogWords[] {
  const { entitlement: of, standing } = retake;
  const isUsable = standing.state === 'available' || standing.state === 'blocked';
  if (of.booking && of.booking.outcome === null && of.booking.startAt > ground.now)
    return [cancelWords(of, ground.now)];
  if (!isUsable) return [];
  switch (kindOf(of.kind).use) {
    case 'seat':
      return [bookWords(retake)];
    case 'choice':
      return of.options.map((option) => chooseWords(of, option.kind));
    case 'tries':
      return ground.exams.length === 0 ? [] : [openWords(of, ground.exams)];
    default:
      return [];
  }
}

function bookWords({ entitlement: of, standing }: Retake): DialogWords {
  const { usableFrom, lastUsableDay } = standing;
  const zone = zoneName(of.terms.timeZone);
  const isClass = of.kind.endsWith('reattendance');
  const what = isClass ? 'class' : 'exam';
  const from = usableFrom === null ? '' : ` From ${dayInWords(usableFrom)}`;
  const to = lastUsableDay === null ? '' : ` to ${dayInWords(lastUsableDay)}`;
  return {
    act: 'book',
    opens: isClass ? 'Note my class' : 'Note my booking',
    look: 'primary',
    of: `: ${kindWords(of.kind)}`,
    title: `When is your ${what}?`,
    text: isClass
      ? 'Enter the class you will repeat. The retake is held for it, and is used when the class begins.'
      : 'Book your seat with the exam body first, then enter it here. The retake is held for it, and is used when the exam begins.',
    confirm: 'Hold the retake for it',
    fields: [
      {
        name: 'startAt',
        label: `Start of the ${what}`,
        help: `${zone}, as on your confirmation.${from}${to}${from || to ? '.' : ''}`,
        type: 'datetime-local',
        size: 'mid',
        isRequired: true,
      },
      { name: 'place', label: 'Place or confirmation number (optional)', size: 'mid' },
    ],
  };
}

function cancelWords(of: Entitlement, now: number): DialogWords {
  const booking = of.booking!;
  const start = momentWords(booking.startAt, of.terms.timeZone);
  const hours = of.terms.cancelNoticeHours;
  const until = momentWords(booking.startAt - hours * 3_600_000, of.terms.timeZone);
  const isInTime = mayStillCancel(of, booking, now);
  return {
    act: 'cancel',
    opens: 'Cancel the booking',
    look: '',
    of: `: ${kindWords(of.kind)}`,
    title: `Cancel the booking for ${start}?`,
    text: isInTime
      ? `Nothing is used up, and you can book again${hours === 0 ? '' : `; that holds until ${until}`}. Cancel your seat with the exam body too.`
      : `This uses the retake up: canceling was free until ${until}. If something outside your control keeps you away, ask staff before you cancel.`,
    confirm: isInTime ? 'Cancel the booking' : 'Cancel it and lose the retake',
    keep: 'Keep the booking',
    isDanger: !isInTime,
    hidden: [
      { name: 'bookingRef', value: booking.ref },
      { name: 'expects', value: isInTime ? 'free' : 'used' },
    ],
  };
}

function chooseWords(of: Entitlement, kind: string): DialogWords {
  const name = kindWords(kind);
  return {
    act: `choose:${kind}`,
    opens: 'Choose this',
    of: `: ${name}`,
    title: `Choose: ${name}?`,
    text: closesWords(of.options, kind),
    confirm: `Choose ${lowerFirst(name)}`,
    hidden: [{ name: 'kind', value: kind }],
  };
}

function openWords(of: Entitlement, exams: readonly OpenableExam[]): DialogWords {
  return {
    act: 'open',
    opens: 'Open the attempts',
    look: 'primary',
    of: `: ${kindWords(of.kind)}`,
    title: 'At which mock exam?',
    text: 'All attempts of this retake are added to the exam you choose, at once. They cannot be moved to another exam afterward.',
    confirm: 'Add the attempts',
    fields: [
      {
        name: 'examId',
        label: 'Mock exam',
        options: [{ value: '', label: 'Choose one' }, ...exams.map(({ id, title }) => ({ value: id, label: title }))],
      },
    ],
  };
}
