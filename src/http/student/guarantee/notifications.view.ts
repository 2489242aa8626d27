// Mails and notices of a student: where mails go, what comes when, what was sent, and what is still to be known.

import type { Fault } from '../../../domain/refusal.ts';
import { mailKindWords, studentMailKinds } from '../../../domain/reminders/mail-kinds.ts';
import { hourWords, quietHoursWords } from '../../../domain/reminders/quiet-hours.ts';
import { zoneName } from '../../../domain/time.ts';
import type { ContactSettings } from '../../../services/guarantee/contacts.ts';
import type { SentMail } from '../../../services/guarantee/mailing.ts';
import type { Notice } from '../../../stores/guarantee/notice-store.ts';
import type { Chip } from '../../chips.ts';
import { errorSummary, formField } from '../../form-field.ts';
import { momentOf, type Reader } from '../../instructor/table-moments.ts';
import type { Page } from '../../page.ts';
import { noticeViews } from './notices-part.ts';

export interface NotificationsAsked {
  readonly settings: ContactSettings;
  readonly notices: readonly Notice[];
  readonly sent: readonly SentMail[];
  /** Whether a mail server is set. */
  readonly sends: boolean;
  readonly done: 'saved' | 'added' | 'sent' | 'preferred' | 'removed' | '';
  readonly refused: { readonly entries: Readonly<Record<string, string>>; readonly faults: readonly Fault[] } | null;
  readonly reader: Reader;
}

const doneWords: Readonly<Record<NotificationsAsked['done'], string>> = {
  saved: 'Saved.',
  added: 'A mail with a link is on its way there. Open the link to confirm that the address is yours.',
  sent: 'The link is on its way again. It can be sent once in a quarter of an hour.',
  preferred: 'Mails go there from now on.',
  removed: 'The address is removed.',
  '': '',
};

/** Everything `notifications.hbs` prints. */
export function notificationsView(asked: NotificationsAsked, page: Page) {
  const { settings, refused } = asked;
  const faults = refused?.faults ?? [];
  return {
    page,
    crumb: false as const,
    title: 'Mails',
    notice: doneWords[asked.done],
    summary: errorSummary(faults),
    ...answerOf(asked),
    notices: noticeViews(asked.notices, page, 'notifications'),
    addresses: addressesOf(settings, page),
    add: {
      action: `${page.base}/notifications/addresses`,
      csrf: page.csrf,
      field: formField(
        {
          name: 'address',
          label: 'Another address',
          help: 'One that stays yours when the course is over. We send a link there, to make sure that it is yours.',
          type: 'email',
          autocomplete: 'email',
          isRequired: true,
          value: refused?.entries['address'] ?? '',
        },
        faults,
      ),
    },
    settings: settingsOf(asked, page),
    sent: asked.sent.map((mail) => ({
      subject: mail.subject,
      at: momentOf(mail.at, asked.reader),
      chip: sentChips[mail.state],
      problem: mail.state === 'sent' ? '' : (mail.problem ?? ''),
    })),
  };
}

function answerOf({ settings, sends, reader }: NotificationsAsked): { answer: string; reason: string } {
  const { preferredId, own, lmsAddress, quiet, stopped } = settings;
  const to = own.find(({ id }) => id === preferredId)?.address ?? lmsAddress;
  const isSilent = studentMailKinds.every((kind) => stopped.includes(kind));
  const hours =
    quiet.from === quiet.to ? '' : ` Nothing comes from ${quietHoursWords(quiet)}, ${zoneName(reader.zone)}.`;
  if (!sends)
    return {
      answer: 'Everything we tell you stands in Resit.',
      reason:
        'Your school has not set up mail, so nothing is sent. Look at My guarantee now and then: it names every date.',
    };
  if (to === null)
    return {
      answer: 'We have no address of yours.',
      reason: 'Your LMS tells us none. Add one below, and you hear in time before you would lose something.',
    };
  if (isSilent)
    return {
      answer: 'You get no mails.',
      reason: 'You have stopped them all. What we tell you still stands in Resit.',
    };
  return {
    answer: `Mails go to ${to}.`,
    reason: `You hear in time before you would lose something, at most four times about one date.${hours}`,
  };
}

const addressChips = {
  used: { state: 'met', icon: 'met', word: 'Mails go here' },
  confirmed: { state: 'na', icon: 'check', word: 'Confirmed' },
  waiting: { state: 'review', icon: 'review', word: 'Waiting for you' },
} as const satisfies Record<string, Chip>;

function addressesOf({ lmsAddress, own, preferredId }: ContactSettings, page: Page) {
  const usesOwn = own.some(({ id, verifiedAt }) => id === preferredId && verifiedAt !== null);
  const act = (id: string, name: string, label: string, of: string) => ({
    action: `${page.base}/notifications/addresses/${id}/${name}`,
    label,
    of,
    csrf: page.csrf,
  });
  const lms =
    lmsAddress === null
      ? []
      : [
          {
            address: lmsAddress,
            note: 'From your LMS',
            chip: usesOwn ? addressChips.confirmed : addressChips.used,
            acts: usesOwn ? [act('lms', 'prefer', 'Use this one', lmsAddress)] : [],
          },
        ];
  return [
    ...lms,
    ...own.map(({ id, address, verifiedAt }) => {
      const isUsed = usesOwn && id === preferredId;
      const remove = act(id, 'remove', 'Remove', address);
      if (verifiedAt === null)
        return {
          address,
          note: 'Open the link that we have mailed there',
          chip: addressChips.waiting,
          acts: [act(id, 'again', 'Send the link again', address), remove],
        };
      return {
        address,
        note: 'Added by you',
        chip: isUsed ? addressChips.used : addressChips.confirmed,
        acts: isUsed ? [remove] : [act(id, 'prefer', 'Use this one', address), remove],
      };
    }),
  ];
}

function settingsOf({ settings, reader }: NotificationsAsked, page: Page) {
  const hours = (name: string, label: string, chosen: number) =>
    formField({
      name,
      label,
      size: 'mid',
      options: Array.from({ length: 24 }, (_, hour) => ({
        value: String(hour),
        label: hourWords(hour),
        isSelected: hour === chosen,
      })),
    });
  return {
    action: `${page.base}/notifications`,
    csrf: page.csrf,
    kinds: {
      id: 'field-wanted',
      name: 'wanted',
      label: 'Which mails you want',
      help: '',
      error: '',
      type: 'checkbox',
      options: studentMailKinds.map((kind) => {
        const { label, when } = mailKindWords(kind);
        return { value: kind, label, help: when, isSelected: !settings.stopped.includes(kind) };
      }),
    },
    zone: zoneName(reader.zone),
    from: hours('from', 'No mails from', settings.quiet.from),
    to: hours('to', 'until', settings.quiet.to),
  };
}

const sentChips: Readonly<Record<SentMail['state'], Chip>> = {
  sent: { state: 'met', icon: 'check', word: 'Sent' },
  waiting: { state: 'review', icon: 'clock', word: 'Waiting' },
  failed: { state: 'failed', icon: 'lost', word: 'Not delivered' },
  kept: { state: 'na', icon: 'na', word: 'Not sent' },
  stopped: { state: 'na', icon: 'na', word: 'Not sent' },
};
