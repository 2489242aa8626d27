// The board as a table for a spreadsheet: where every student stands, their claim and retakes, and each rule's finding in columns of its own.

import { dayText } from '../../../domain/day.ts';
import { isoInZone } from '../table-moments.ts';
import { standingChip } from '../../standing-chips.ts';
import { glanceTable } from './board-glances.ts';
import type { BoardEntry } from './board-query.ts';

const columns = [
  'Student',
  'Email',
  'LMS id',
  'Standing',
  'Verdict',
  'Reason',
  'In words',
  'Changes on',
  'Changes to',
  'Claim by',
  'Terms version',
  'Terms since',
] as const;

/** One row in memory at a time is turned into cells, so that a long course can be written piece by piece. */
export function boardTable(entries: readonly BoardEntry[], zone: string) {
  const ruleIds = idsOf(entries);
  return {
    head: [...columns, ...glanceTable.head, ...ruleIds.flatMap((id) => [`${id}: result`, `${id}: has`, `${id}: by`])],
    rowOf: (entry: BoardEntry): string[] => [
      ...standingCells(entry, zone),
      ...glanceTable.rowOf(entry.glance, isoInZone),
      ...ruleCells(entry, ruleIds),
    ],
  };
}

/** Rules of every version that is alive in the course, in the order in which they are met. */
function idsOf(entries: readonly BoardEntry[]): string[] {
  const ids = new Set<string>();
  for (const { row } of entries)
    if (row.judgment.kind === 'judged') for (const { id } of row.judgment.verdict.rules) ids.add(id);
  return [...ids];
}

function standingCells({ row }: BoardEntry, zone: string): string[] {
  const { person, judgment } = row;
  const { terms } = judgment.file;
  const json = judgment.kind === 'judged' ? judgment.json : null;
  const claimBy = judgment.kind === 'judged' ? judgment.verdict.claimBy : undefined;
  return [
    person.name,
    person.email ?? '',
    person.sourcedId ?? '',
    standingChip(judgment).word,
    json?.verdict ?? '',
    json?.reason ?? '',
    json?.staffWords ?? '',
    json?.changesOn ?? '',
    json?.changesTo ?? '',
    claimBy === undefined ? '' : dayText(claimBy),
    terms ? String(terms.number) : '',
    terms ? isoInZone(terms.at, zone) : '',
  ];
}

function ruleCells({ row }: BoardEntry, ids: readonly string[]): string[] {
  if (row.judgment.kind !== 'judged') return ids.flatMap(() => ['', '', '']);
  const byId = new Map(row.judgment.json.findings.map((finding) => [finding.id, finding]));
  return ids.flatMap((id) => {
    const finding = byId.get(id);
    return finding ? [finding.result, finding.have, finding.by ?? ''] : ['', '', ''];
  });
}
