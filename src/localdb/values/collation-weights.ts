/** The weights of characters in a language: the order that Intl.Collator gives them, as numbers. */

/** What a text weighs on each level; no weight is zero. */
export interface TextWeights {
  /** Two bytes for each letter. */
  primary: number[];
  secondary: number[];
  tertiary: number[];
  /** Upper or lower case, and nothing else. */
  cases: number[];
}

export type Weights = (text: string) => TextWeights;

interface Options {
  caseFirst: 'upper' | 'lower' | 'off';
  /** The marks that do not count: spaces, or spaces and punctuation. */
  ignored: 'punct' | 'space' | undefined;
  /** Do digits count as the number they write? */
  numeric: boolean;
}

/** One character, or part of one that stands for two (the ligature of a and e). `letter` 0: only an accent. */
interface Weight {
  letter: number;
  accent: number;
  form: number;
}

/** The scripts whose characters are put in the order of the language; others follow in the order of their code points. */
const RANKED: readonly (readonly [number, number])[] = [
  [0x20, 0x2af],
  [0x300, 0x36f],
  [0x370, 0x58f],
  [0x5d0, 0x5ea],
  [0x620, 0x64a],
  [0x904, 0x939],
  [0x1e00, 0x1fff],
  [0x2010, 0x206f],
  [0x20a0, 0x20bf],
  [0x2100, 0x218f],
  [0x3041, 0x30ff],
];

const FIRST_LETTER = 0x0201;
const FIRST_UNRANKED = 0xfb00;
/** A part of a character that stands for two differs from the plain letter in its accent. */
const PART_OF_ONE = 100;

/** Characters that are sorted as two letters, where the language does not say otherwise. */
const EXPANSIONS: Record<string, string> = { ß: 'ss', ẞ: 'SS', æ: 'ae', Æ: 'AE', œ: 'oe', Œ: 'OE', ĳ: 'ij', Ĳ: 'IJ' };

/** The weights of texts in a language. */
export function weightsOf(tag: string, { caseFirst, ignored, numeric }: Options): Weights {
  const table = rank(tag, caseFirst);
  const zero = table.get('0')![0]!.letter;
  const skipped = ignored && (ignored === 'space' ? /^\p{Z}$/u : /^[\p{Z}\p{P}]$/u);
  return (text) => {
    const result: TextWeights = { primary: [], secondary: [], tertiary: [], cases: [] };
    for (const part of text.normalize('NFC').match(numeric ? /\d+|./gsu : /./gsu) ?? []) {
      if (skipped?.test(part)) continue;
      if (numeric && /^\d/.test(part)) addNumber(result, part, zero);
      else for (const weight of weightsOfCharacter(table, part)) add(result, weight, part);
    }
    return result;
  };
}

function rank(tag: string, caseFirst: Options['caseFirst']): Map<string, Weight[]> {
  const collator = (sensitivity: 'base' | 'accent' | 'variant'): Intl.Collator =>
    new Intl.Collator(tag, { sensitivity, caseFirst: caseFirst === 'off' ? 'false' : caseFirst });
  const [base, accents, variants] = [collator('base'), collator('accent'), collator('variant')];
  const characters = RANKED.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)),
  ).filter((character) => !/\p{Cn}/u.test(character));
  characters.sort(variants.compare);
  const table = new Map<string, Weight[]>();
  let weight: Weight = { letter: 0, accent: 1, form: 1 };
  let previous = '';
  for (const character of characters) {
    if (base.compare(previous, character) !== 0) {
      weight = { letter: Math.max(weight.letter + 1, FIRST_LETTER), accent: 1, form: 1 };
    } else if (accents.compare(previous, character) !== 0) {
      weight = { letter: weight.letter, accent: Math.min(weight.accent + 1, 255), form: 1 };
    } else if (variants.compare(previous, character) !== 0) {
      weight = { ...weight, form: Math.min(weight.form + 1, 255) };
    }
    // What equals nothing at all (a control character) weighs nothing.
    table.set(character, variants.compare('', character) === 0 ? [] : [weight]);
    previous = character;
  }
  for (const [character, letters] of Object.entries(EXPANSIONS)) {
    if (base.compare(character, letters) !== 0) continue;
    const parts = [...letters].flatMap((letter) => table.get(letter)!);
    table.set(
      character,
      parts.map((part) => ({ ...part, accent: part.accent + PART_OF_ONE })),
    );
  }
  return table;
}

function weightsOfCharacter(table: Map<string, Weight[]>, character: string): readonly Weight[] {
  const found = table.get(character);
  if (found) return found;
  const parts = [...character.normalize('NFD')];
  if (parts.length > 1) return parts.flatMap((part) => weightsOfCharacter(table, part));
  if (/^[\p{Cc}\p{Cf}]$/u.test(character)) return [];
  const code = character.codePointAt(0)!;
  return [
    { letter: FIRST_UNRANKED + (code >> 15), accent: 1, form: 1 },
    { letter: (code & 0x7fff) | 0x8000, accent: 1, form: 1 },
  ];
}

function add(result: TextWeights, { letter, accent, form }: Weight, character: string): void {
  if (letter) result.primary.push(letter >> 8, letter & 0xff);
  result.secondary.push(accent + 1);
  result.tertiary.push(form);
  result.cases.push(character === character.toLowerCase() ? 1 : 2);
}

/** The length of a number comes before its digits; leading zeros do not count. */
function addNumber(result: TextWeights, digits: string, zero: number): void {
  const significant = digits.replace(/^0+(?=.)/, '');
  const length = Math.min(significant.length, 0xfffe) + 1;
  result.primary.push(zero >> 8, zero & 0xff, length >> 8, length & 0xff);
  for (const digit of significant) result.primary.push((zero >> 8) + 1, Number(digit) + 1);
  result.secondary.push(1);
  result.tertiary.push(1);
  result.cases.push(1);
}
