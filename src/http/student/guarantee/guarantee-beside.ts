// What belongs to a guarantee and has pages of its own: the claim, the retakes, the classes, the official exam; each with one sentence.

import { dayInWords, readDay } from '../../../domain/day.ts';
import { decisionOf, type Claim } from '../../../domain/claims/claim.ts';
import { isOver } from '../../../domain/retakes/standing.ts';
import { kindWords } from '../../../domain/retakes/kind.ts';
import { countWords } from '../../../domain/time.ts';
import type { MyGuarantee } from '../../../services/guarantee/my-guarantee.ts';
import type { Chip } from '../../chips.ts';
import { studentClaimChip } from '../../claim-chips.ts';
import { momentView, type Moment } from '../../moments.ts';
import type { GuaranteeLinks, RuleLink } from './rule-links.ts';

/** One card. */
interface Beside {
  readonly title: string;
  readonly chip: Chip | false;
  readonly words: string;
  readonly by: { readonly label: string; readonly moment: Moment } | false;
  readonly links: readonly RuleLink[];
}

/** More exams are not named in a card. */
const examsNamed = 4;

/** Exactly what the cards print. Whoever has lost the guarantee reads them first: what still helps to pass. */
export function besideView(mine: MyGuarantee, links: GuaranteeLinks, zone: string) {
  const { judgment } = mine;
  const isFirst = judgment.kind === 'judged' && judgment.verdict.verdict === 'ineligible';
  return {
    isFirst,
    title: isFirst ? 'What still helps you' : 'Claim, retakes and more',
    cards: [...(isFirst ? practiceCards(mine, links) : []), ...besideCards(mine, links, zone)],
  };
}

/** The exams of the course, to go on practicing. */
function practiceCards({ exams }: MyGuarantee, links: GuaranteeLinks): Beside[] {
  if (links.exams === '' || exams.length === 0) return [];
  return [
    {
      title: 'Mock exams',
      chip: false,
      words: 'They are open to you as before.',
      by: false,
      links: exams.slice(0, examsNamed).map(({ id, title }) => ({ href: `${links.exams}/${id}/before`, label: title })),
    },
  ];
}

function besideCards(mine: MyGuarantee, links: GuaranteeLinks, zone: string): Beside[] {
  return [
    claimCard(mine, links.claim, zone),
    retakesCard(mine, links.retakes),
    examCard(mine, links.officialExam),
    classesCard(mine, links.attendance),
  ];
}

function claimCard({ claim, judgment }: MyGuarantee, href: string, zone: string): Beside {
  const card = { title: 'My claim', chip: false as const, by: false as const };
  if (!claim)
    return judgment.kind === 'judged' && judgment.verdict.verdict === 'eligible'
      ? { ...card, words: 'You can claim now. One tap is enough.', links: [{ href, label: 'File a claim' }] }
      : {
          ...card,
          words: 'You have not claimed anything. If you do not pass, you claim here in one tap; papers can follow.',
          links: [{ href, label: 'About claims' }],
        };
  return {
    ...card,
    chip: studentClaimChip(claim),
    words: claimWords(claim),
    by: claimBy(claim, zone),
    links: [{ href, label: 'My claim' }],
  };
}

function claimWords(claim: Claim): string {
  const decision = decisionOf(claim);
  const number = `Claim ${claim.id}.`;
  if (claim.state === 'draft') return `${number} It has no date before you file it.`;
  if (claim.state === 'denied' && claim.appeal === null) return `${number} You can appeal once.`;
  if (claim.state === 'withdrawn') return `${number} You took it back.`;
  return decision?.isApproval && claim.chosen === null ? `${number} Choose what you get.` : number;
}

function claimBy({ dueAt, waitsFor, zone: counted, state }: Claim, zone: string): Beside['by'] {
  if (dueAt === null || waitsFor === 'nobody') return false;
  const label = waitsFor === 'staff' ? 'Staff decide by' : state === 'info_requested' ? 'Answer by' : 'Papers by';
  return { label, moment: momentView(dueAt, counted === '' ? zone : counted) };
}

function retakesCard({ retakes }: MyGuarantee, href: string): Beside {
  const card = {
    title: 'My retakes',
    chip: false as const,
    by: false as const,
    links: [{ href, label: 'My retakes' }],
  };
  const open = retakes.filter(({ standing }) => !isOver(standing));
  const [first] = open.toSorted((a, b) => lastDayOf(a) - lastDayOf(b));
  if (!first) return { ...card, words: retakes.length === 0 ? 'None yet.' : 'None is left to use.' };
  const last = first.standing.lastUsableDay;
  const until = last === null ? '' : `, until ${dayInWords(last)}`;
  const name = kindWords(first.entitlement.kind);
  return {
    ...card,
    words:
      open.length === 1
        ? `${name}${until}.`
        : `${countWords(open.length, 'thing')} to use. The first to run out: ${name.toLowerCase()}${until}.`,
  };
}

function lastDayOf({ standing }: MyGuarantee['retakes'][number]): number {
  return standing.lastUsableDay ?? Infinity;
}

const sittingWords: Readonly<Record<string, string>> = {
  booked: 'booked',
  pass: 'passed',
  fail: 'not passed',
  pending: 'the result is not out yet',
  no_show: 'not attended',
  cancelled: 'canceled',
};

function examCard({ judgment, plan }: MyGuarantee, href: string): Beside {
  const sittings = Object.values(judgment.file.sittings).toSorted((a, b) => a.on.localeCompare(b.on));
  const last = sittings.at(-1);
  const words = last
    ? `${dayInWords(readDay(last.on)!)}: ${sittingWords[last.result] ?? last.result}.`
    : `Tell us when you sit the ${plan.examName}, and how it went.`;
  return { title: 'My official exam', chip: false, by: false, words, links: [{ href, label: 'My official exam' }] };
}

function classesCard({ classes }: MyGuarantee, href: string): Beside {
  const held = classes.filter(({ isCancelled }) => !isCancelled).length;
  const words =
    held === 0
      ? 'No classes are planned here.'
      : `${held === 1 ? '1 class' : `${held} classes`} of your course, each with how you are marked.`;
  return { title: 'My classes', chip: false, by: false, words, links: [{ href, label: 'My classes' }] };
}
