// The board on paper: every student that was asked for, on one page, plain enough for black ink.

import { countWords, momentWords } from '../../../domain/time.ts';
import type { Page } from '../../page.ts';
import { standingChip } from '../../standing-chips.ts';
import { address } from '../paging.ts';
import { boardCells, boardColumns, type BoardCell } from './board-cells.ts';
import { claimWords, glanceHeads, retakesWords, type GlanceColumns } from './board-glances.ts';
import type { BoardEntry, BoardQuery } from './board-query.ts';
import { changeWords } from './eligibility-board.view.ts';

export interface PrintedAsked {
  readonly entries: readonly BoardEntry[];
  readonly query: BoardQuery;
  readonly glances: GlanceColumns;
  /** Rows as HTML, rendered some at a time so that nobody waits for a long course. */
  readonly parts: readonly string[];
  readonly now: number;
  readonly zone: string;
}

/** Everything `printed-board.hbs` prints. */
export function printedBoardView({ entries, query, glances, parts, now, zone }: PrintedAsked, page: Page) {
  const { show, q } = query;
  return {
    page,
    crumb: { href: address(`${page.base}/eligibility`, { show: show === 'all' ? '' : show, q }), label: 'Eligibility' },
    title: 'Eligibility, to print',
    answer: `${countWords(entries.length, 'student')}, as of ${momentWords(now, zone)}.`,
    columns: [
      ...boardColumns,
      ...(glances.claim ? [glanceHeads.claim] : []),
      ...(glances.retakes ? [glanceHeads.retakes] : []),
    ],
    parts,
  };
}

/** Exactly the rows that `printed-rows.hbs` prints. */
export function printedRows(entries: readonly BoardEntry[], glances: GlanceColumns, now: number) {
  return entries.map((entry) => {
    const { person, judgment } = entry.row;
    const { claim, retakes } = entry.glance;
    return {
      name: person.name,
      verdict: standingChip(judgment).word,
      ...changeWords(entry, now),
      cells: [
        ...(judgment.kind === 'judged' ? boardCells(judgment).map(cellInWords) : boardColumns.map(() => '')),
        ...(glances.claim ? [claimWords(claim, now)] : []),
        ...(glances.retakes ? [retakesWords(retakes)] : []),
      ],
    };
  });
}

/** "Met: 8 of 8 attended"; what would be said twice is said once. */
function cellInWords({ word, words }: BoardCell): string {
  if (words === '' || words.toLowerCase() === word.toLowerCase()) return words === '' ? '' : word;
  return `${word}: ${words}`;
}
