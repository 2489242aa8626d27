// What a mail says, as data and as plain text: the text comes first, its HTML twin shows the same words.

import { z } from 'zod';

/** The content of a mail before it has an address, a link or a foot. */
export const mailContentSchema = z.object({
  subject: z.string(),
  /** "Hello Ana,"; the name stands in the mail only. */
  greeting: z.string(),
  paragraphs: z.array(z.string()),
  /** Listed under a heading, such as what else is due soon. */
  lists: z.array(z.object({ heading: z.string(), items: z.array(z.string()) })).default([]),
});
export type MailContent = z.infer<typeof mailContentSchema>;

/** A way from the mail into Resit. */
export interface MailAction {
  readonly label: string;
  readonly url: string;
  /** "This link is yours alone. It works once, until Tue 1 Dec 2026." */
  readonly note: string;
}

/** Everything that a mail prints. */
export interface MailPage extends MailContent {
  /** The training provider's name. */
  readonly from: string;
  readonly action: MailAction | false;
  /** Who sent it and why. */
  readonly foot: string;
  /** How to stop such mails, or "". */
  readonly stopUrl: string;
}

const width = 72;

/** The mail as plain text, in lines of at most 72 characters; an address stands whole on its line. */
export function letterText({ greeting, paragraphs, lists, action, foot, stopUrl }: MailPage): string {
  const blocks = [
    greeting,
    ...paragraphs.map((paragraph) => wrapped(paragraph)),
    ...lists.map(({ heading, items }) => [heading, ...items.map((item) => wrapped(item, '- ', '  '))].join('\n')),
    ...(action ? [`${action.label}:\n${action.url}`, wrapped(action.note)] : []),
    `-- \n${wrapped(foot)}${stopUrl === '' ? '' : `\nStop such mails: ${stopUrl}`}`,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** A subject of one line that a mail program shows whole. */
export function subjectLine(words: string): string {
  const line = words.replace(/\s+/g, ' ').trim();
  return line.length <= 110 ? line : `${line.slice(0, 109).replace(/\s\S*$/, '')} …`;
}

function wrapped(text: string, first = '', rest = ''): string {
  const lines: string[] = [];
  let line = first;
  let isFresh = true;
  for (const word of text.split(/\s+/)) {
    if (!isFresh && line.length + 1 + word.length > width) {
      lines.push(line);
      line = rest;
      isFresh = true;
    }
    line += isFresh ? word : ` ${word}`;
    isFresh = false;
  }
  return [...lines, line].join('\n');
}
