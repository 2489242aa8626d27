// What students are told of their claims: that it arrived, that staff ask for something, what was decided; the words of a decision stand in Resit only.

import type { Claim } from '../../domain/claims/claim.ts';
import { isApproved } from '../../domain/claims/moves.ts';
import { momentWords } from '../../domain/time.ts';
import type { Surroundings } from '../surroundings.ts';
import type { ClaimNews, ClaimNotices } from './claim-settling.ts';
import { tellStudent, type StudentNewsNeeds } from './student-news.ts';

interface Needs extends StudentNewsNeeds {
  readonly surroundings: Pick<Surroundings, 'now'>;
}

const dayMs = 86_400_000;

/** Tells a student by notice and mail. News that the student made, or that concern staff only, are told nobody. */
export function claimMails({ surroundings, ...needs }: Needs): ClaimNotices {
  return {
    async tell(claim, news, key) {
      const said = wordsOf(claim, news);
      if (!said) return;
      await tellStudent(needs, claim, {
        key,
        about: `claim ${claim.id}`,
        kind: 'claims',
        title: said.title,
        text: said.text,
        leadsTo: 'claim',
        until: surroundings.now() + 60 * dayMs,
      });
    },
  };
}

function wordsOf(claim: Claim, news: ClaimNews): { readonly title: string; readonly text: string } | null {
  const by = claim.dueAt === null ? '' : ` by ${momentWords(claim.dueAt, claim.zone)}`;
  switch (news) {
    case 'filed':
      return {
        title: `Your claim ${claim.id} has arrived`,
        text: 'My guarantee shows where it stands, and which papers are still missing.',
      };
    case 'asked':
      return {
        title: `Staff ask you something about your claim ${claim.id}`,
        text: `Answer${by}, so that it can be decided.`,
      };
    case 'approved':
    case 'overturned':
      return {
        title: `Your claim ${claim.id} is approved`,
        text:
          claim.chosen === null
            ? 'My guarantee shows what you can get. Choose there: nothing is granted before.'
            : 'My guarantee shows what you get, and how to use it.',
      };
    case 'denied':
      return {
        title: `Your claim ${claim.id} was not approved`,
        text: 'My guarantee says why, what would have changed it, and how to appeal.',
      };
    case 'upheld':
      return {
        title: `Your appeal of claim ${claim.id} was decided`,
        text: 'The decision stands. My guarantee says why.',
      };
    case 'submitted':
      // The receipt of a claim that came with every paper. What was filed before has one, and what is decided at once needs none.
      if (claim.history.filter(({ move }) => isFiling(move)).length !== 1 || isApproved(claim.state)) return null;
      return {
        title: `Your claim ${claim.id} has arrived`,
        text: `It is with staff, who decide it${by}. My guarantee shows where it stands.`,
      };
    case 'appealed':
    case 'withdrawn':
      return null;
  }
}

/** Whether a move files a claim, hands it in, or gives it back to staff. */
function isFiling(move: string): boolean {
  return move === 'fileProvisionally' || move === 'submit' || move === 'answer';
}
