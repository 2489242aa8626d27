// A mail server for tests that takes everything, or answers as it is told, and shows what came.

import type { Post } from '../../src/services/guarantee/mailing.ts';

export type SentLetter = Parameters<Post['send']>[0];

export interface Mailbox extends Post {
  readonly letters: SentLetter[];
  /** What the next letters are answered; null: they are taken. */
  answer(outcome: 'temporary' | 'permanent' | null): void;
}

export function mailbox(): Mailbox {
  const letters: SentLetter[] = [];
  let ordered: 'temporary' | 'permanent' | null = null;
  return {
    letters,
    answer: (outcome) => {
      ordered = outcome;
    },
    async send(letter) {
      if (ordered) return { kind: ordered, words: `Refused: ${ordered}.` };
      letters.push(letter);
      return { kind: 'accepted', id: letter.messageId };
    },
  };
}

/** The link in a letter, as its path. */
export function linkIn(letter: SentLetter, below: '/g/' | '/mail/confirm/' | '/mail/stop/'): string {
  const url = new RegExp(`https?://\\S+?(${below}\\S+)`).exec(letter.text);
  if (!url) throw new Error(`there is no link to ${below} in: ${letter.text}`);
  return url[1]!;
}
