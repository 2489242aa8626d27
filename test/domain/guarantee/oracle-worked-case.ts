// Worked cases with a few dates, marks and clocks moved: realistic policies, judged just beside their boundaries.
import fc from 'fast-check';
import archetypes from '../../../src/domain/guarantee/archetypes.json' with { type: 'json' };
import { addAmount } from './oracle-calendar.ts';
import type { OracleCase } from './oracle-case.ts';
import scenarios from './scenarios.json' with { type: 'json' };

const DATE = /\d{4}-\d{2}-\d{2}/g;
const ZONES = ['America/New_York', 'Asia/Kolkata', 'America/Havana', 'Australia/Lord_Howe', 'Pacific/Auckland'];

/** How a case is moved: which of its dates by how many days, which words are replaced, and when it is judged. */
interface Move {
  readonly shifts: readonly { readonly nth: number; readonly days: number }[];
  readonly word: readonly [string, string] | undefined;
  readonly asOfDays: number;
  readonly clock: string | undefined;
  readonly cutoff: string | undefined;
  readonly zone: string | undefined;
}

const someDays = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: -2, max: 2 }) }, fc.integer({ min: -40, max: 40 }));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const move: fc.Arbitrary<Move> = fc.record({
  shifts: fc.array(fc.record({ nth: fc.nat({ max: 40 }), days: someDays }), { maxLength: 4 }),
  word: maybe(
    fc.constantFrom<[string, string]>(
      ['"present":120', '"present":null'],
      ['"present":120', '"present":0'],
      ['"present":120', '"present":120,"late":true'],
      ['"present":0', '"present":0,"excused":true'],
      ['"fail"', '"pass"'],
      ['"fail"', '"pending"'],
      ['"fail"', '"no_show"'],
      ['"score":8', '"score":7'],
      ['"attendedAll":true', '"attendedAll":null'],
      ['T10:00:00', 'T23:59:59'],
      ['"value":', '"before":'],
    ),
  ),
  asOfDays: someDays,
  clock: maybe(fc.constantFrom('00:00', '16:59:59', '17:00:01', '23:59:59')),
  cutoff: maybe(fc.constantFrom('17:00', '23:59:59', '00:00')),
  zone: maybe(fc.constantFrom(...ZONES)),
});

/** A worked case, moved. */
export const nearWorkedCase: fc.Arbitrary<OracleCase> = fc
  .tuple(fc.constantFrom(...scenarios), move)
  .map(([{ policyArchetype, facts, asOf }, { shifts, word, asOfDays, clock, cutoff, zone }]) => {
    const policy = archetypes[policyArchetype as keyof typeof archetypes];
    const text = shifts.reduce((written, { nth, days }) => movedDate(written, nth, days), JSON.stringify(facts));
    const day = addAmount(asOf.slice(0, 10), { days: asOfDays }, []);
    return {
      policy: { ...policy, ...(cutoff && { cutoff }), ...(zone && { timeZone: zone }) },
      facts: JSON.parse(word ? text.replace(...word) : text),
      asOf: clock ? `${day}T${clock}` : day,
    };
  });

/** The text with its n-th date moved (counted round and round). A move that would end a pause before it begins is left out. */
function movedDate(text: string, nth: number, days: number): string {
  const dates = [...text.matchAll(DATE)];
  const chosen = dates[nth % Math.max(dates.length, 1)];
  if (!chosen || /"(from|to)":"$/.test(text.slice(0, chosen.index))) return text;
  const moved = addAmount(chosen[0], { days }, []);
  return `${text.slice(0, chosen.index)}${moved}${text.slice(chosen.index + chosen[0].length)}`;
}
