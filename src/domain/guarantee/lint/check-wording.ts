// Wording: numbers said twice in one text, in words and in digits, that do not agree ("thirty (90) days").
import { asObject, joinPath } from '../reading.ts';
import { type LintFinding, error } from './finding.ts';
import type { Outline } from './outline.ts';

const UNITS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS: Readonly<Record<string, number>> = {
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};
const BOTH = /\b([a-z]+(?:[- ][a-z]+)?)\s*\(\s*(\d{1,3})\s*\)/gi;

/** Every text in the policy in which a number and its word differ. */
export function wordsAndDigits({ policy, placeOf }: Outline): LintFinding[] {
  return Object.entries(policy).flatMap(([key, value]) => textsIn(value, placeOf(key), 0).flatMap(disagreements));
}

type PlacedText = readonly [text: string, path: string];

function textsIn(value: unknown, path: string, depth: number): PlacedText[] {
  if (depth > 40) return [];
  if (typeof value === 'string') return [[value, path]];
  if (Array.isArray(value))
    return value.flatMap((each: unknown, index) => textsIn(each, joinPath(path, [index]), depth + 1));
  const given = asObject(value);
  return given ? Object.entries(given).flatMap(([key, each]) => textsIn(each, joinPath(path, [key]), depth + 1)) : [];
}

function disagreements([text, path]: PlacedText): LintFinding[] {
  return [...text.slice(0, 20_000).matchAll(BOTH)].flatMap(([said, words, digits]) => {
    const number = numberOfWords(words!);
    if (number === undefined || number === Number(digits)) return [];
    const fault = `"${said}" says two numbers: ${number} in words and ${digits} in digits.`;
    return [error(path, fault, 'Write the number once.')];
  });
}

/** The number that the end of some words says: "within thirty" is 30, "forty-five" is 45. */
function numberOfWords(words: string): number | undefined {
  const [before, last] = words.toLowerCase().split(/[- ](?=[a-z]+$)/);
  const final = last ?? before ?? '';
  const ten = last === undefined ? undefined : TENS[before ?? ''];
  const unit = UNITS.indexOf(final);
  if (unit >= 0) return ten !== undefined && unit > 0 && unit < 10 ? ten + unit : unit;
  return TENS[final];
}
