// The course's retakes as a table for a spreadsheet. Codes have no column: they stand in no list.

import { kindWords } from '../../../domain/retakes/kind.ts';
import { amountText } from '../../../domain/money.ts';
import { standingWords } from '../../../domain/retakes/words.ts';
import { dayText } from '../../../domain/day.ts';
import type { RetakeRow } from '../../../services/guarantee/retakes.ts';
import { retakeChip } from '../../retake-chip.ts';
import { isoInZone } from '../table-moments.ts';
import { sourceWords } from './retakes-ledger.view.ts';

const columns = [
  'Student',
  'Retake',
  'State',
  'In words',
  'Granted on',
  'First usable day',
  'Last usable day',
  'Booked for',
  'Units free',
  'Units booked',
  'Units used',
  'Units ended',
  'Value',
  'Currency',
  'From',
  'Id',
] as const;

/** Head and rows; days as YYYY-MM-DD, moments in the zone of the terms. */
export function ledgerTable(rows: readonly RetakeRow[]): string[][] {
  return [[...columns], ...rows.map(rowOf)];
}

function rowOf({ entitlement: of, standing, name }: RetakeRow): string[] {
  const { balance, booking, value } = of;
  const isBooked = booking !== null && booking.outcome === null;
  return [
    name,
    kindWords(of.kind),
    retakeChip(standing, null).word,
    standingWords(of, standing).staff,
    of.issuedOn,
    standing.usableFrom === null ? '' : dayText(standing.usableFrom),
    standing.lastUsableDay === null ? (of.expiresOn ?? '') : dayText(standing.lastUsableDay),
    isBooked ? isoInZone(booking.startAt, of.terms.timeZone) : '',
    String(balance.free),
    String(balance.held),
    String(balance.used),
    String(balance.ended),
    value ? amountText(value) : '',
    value?.currency ?? '',
    sourceWords[of.source.type],
    of.id,
  ];
}
