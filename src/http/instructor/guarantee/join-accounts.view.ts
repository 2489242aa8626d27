// Joining accounts: who may be the same person, both records side by side, or the join that holds with the way to undo it.

import type { Fault } from '../../../domain/refusal.ts';
import { dayWords, momentWords } from '../../../domain/time.ts';
import type { Candidate, JoinPreview, Joining, SideOfJoin } from '../../../services/guarantee/joining.ts';
import type { NamedAccount } from '../../../services/guarantee/known-accounts.ts';
import { dayTextWords } from '../../day-words.ts';
import { errorSummary, formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import type { Claim } from '../../../domain/claims/claim.ts';
import { kindWords } from '../../../domain/retakes/kind.ts';
import { standingWords } from '../../../domain/retakes/words.ts';
import type { Retake } from '../../../services/guarantee/retakes.ts';
import { claimChip } from '../../claim-chips.ts';
import { standingChip } from '../../standing-chips.ts';
import { address } from '../paging.ts';
import { accountCourse } from './joined-account.ts';
import { verdictMove } from './verdict-move.ts';

/** What was refused, with what was typed. */
export interface RefusedJoin {
  readonly entries: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
}

type Held = Awaited<ReturnType<Joining['of']>>;

export interface JoinAsked extends Held {
  readonly preview: JoinPreview | null;
  readonly candidates: readonly Candidate[];
  readonly q: string;
  readonly refused: RefusedJoin | null;
  readonly zone: string;
}

/** Everything `join-accounts.hbs` prints. */
export function joinAccountsView(asked: JoinAsked, page: Page) {
  const { own, joined, preview, candidates, q, refused, zone } = asked;
  const path = `${page.base}/students/${own.person.id}`;
  const faults = refused?.faults ?? [];
  const reason = formField(
    {
      name: 'reason',
      label: 'Reason',
      help: 'It is kept in the history of both accounts.',
      isTextarea: true,
      isRequired: true,
      value: refused?.entries['reason'] ?? '',
    },
    faults,
  );
  return {
    page,
    crumb: { href: path, label: own.person.name },
    title: `Accounts of ${own.person.name}`,
    summary: errorSummary(faults),
    csrf: page.csrf,
    ...answerOf(asked),
    undo: joined ? { action: `${path}/unjoin`, reason } : (false as const),
    preview: preview
      ? {
          sides: [preview.own, preview.other].map((side) => sideView(side, zone)),
          move: verdictMove(preview.own.judgment, preview.together, own.person.name),
          action: `${path}/join`,
          key: preview.other.key,
          reason,
          backHref: `${path}/join`,
        }
      : (false as const),
    search: joined || preview ? (false as const) : { action: `${path}/join`, q },
    candidates: candidates.map((candidate) => ({
      name: candidate.person.name,
      about: candidate.person.id === own.person.id ? 'the same user of the LMS' : aboutOf(candidate),
      course: accountCourse(candidate),
      isJoined: candidate.isJoined,
      href: address(`${path}/join`, { with: candidate.key }),
    })),
    noneText: q === '' ? '' : `Nobody else is found by “${q}”.`,
  };
}

function answerOf({ own, joined, preview, zone }: JoinAsked): { readonly answer: string; readonly reason: string } {
  const { name } = own.person;
  if (joined) {
    const { other, join } = joined;
    const by = `${join.joined.byName}, ${momentWords(join.joined.at, zone)}: ${join.joined.reason}`;
    return {
      answer: `This account is read together with that of ${other.person.name} in ${accountCourse(other)}.`,
      reason: `Joined by ${by}`,
    };
  }
  if (preview)
    return {
      answer: `Is ${preview.other.person.name} in ${accountCourse(preview.other)} the same person?`,
      reason: 'Compare both records. Once joined, facts, claims and retakes of both count together; you can undo it.',
    };
  return {
    answer: `Has ${name} another account?`,
    reason:
      'A course that moved to another LMS, or a new registration, leaves what somebody did under another account. Join the two, and both records are read as one.',
  };
}

function aboutOf({ person }: NamedAccount): string {
  const number = person.sourcedId === null ? '' : `in the LMS ${person.sourcedId}`;
  return [person.email ?? '', number].filter((part) => part !== '').join(', ') || 'no address, no number';
}

/** One record, as lines that stand beside those of the other. */
function sideView(side: SideOfJoin, zone: string) {
  const { file, judgment, claims, retakes } = side;
  const { enrolledOn } = file.dates;
  const count = (entries: Readonly<Record<string, unknown>>): string => String(Object.keys(entries).length);
  return {
    name: side.person.name,
    chip: standingChip(judgment),
    lines: [
      { label: 'Course', words: side.courseTitle },
      { label: 'Known by', words: aboutOf(side) },
      { label: 'Terms', words: file.terms ? `version ${file.terms.number}` : 'not accepted' },
      { label: 'Enrolled on', words: enrolledOn ? dayTextWords(enrolledOn.value) : 'not recorded' },
      { label: 'Classes marked', words: count(file.marks) },
      { label: 'Modules done', words: count(file.modules) },
      { label: 'Mock exams', words: count(file.mocks) },
      { label: 'Official exams', words: count(file.sittings) },
      { label: 'Claims', words: claims.map((claim) => claimWords(claim, zone)).join('; ') || 'none' },
      { label: 'Retakes', words: retakes.map(retakeWords).join('; ') || 'none' },
    ],
  };
}

/** "C-7K3MQ-92QFA, filed Mon 23 Nov 2026: with staff". */
function claimWords(claim: Claim, zone: string): string {
  const filed = claim.receivedAt === null ? '' : `, filed ${dayWords(claim.receivedAt, zone)}`;
  return `${claim.id}${filed}: ${claimChip(claim).word.toLowerCase()}`;
}

/** "retake voucher: It can be used until ...". */
function retakeWords({ entitlement, standing }: Retake): string {
  return `${kindWords(entitlement.kind)}: ${standingWords(entitlement, standing).staff}`;
}
