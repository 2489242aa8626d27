/** English words without their endings: the rules of Porter's second stemmer. */

const VOWEL = /[aeiouy]/;
const DOUBLE = /(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/;
/** Words that the rules would get wrong. */
const IRREGULAR: Record<string, string> = {
  skis: 'ski',
  skies: 'sky',
  dying: 'die',
  lying: 'lie',
  tying: 'tie',
  idly: 'idl',
  gently: 'gentl',
  ugly: 'ugli',
  early: 'earli',
  only: 'onli',
  singly: 'singl',
};
const UNCHANGED = new Set(['sky', 'news', 'howe', 'atlas', 'cosmos', 'bias', 'andes']);
/** Words that are not cut further after a plural has gone. */
const FINISHED = new Set(['inning', 'outing', 'canning', 'herring', 'earring', 'proceed', 'exceed', 'succeed']);

/** Endings and what stands in their place, the longest first where one ends in another. */
type Endings = readonly (readonly [string, string])[];

const SECOND: Endings = [
  ['ization', 'ize'],
  ['ational', 'ate'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['iveness', 'ive'],
  ['tional', 'tion'],
  ['biliti', 'ble'],
  ['lessli', 'less'],
  ['entli', 'ent'],
  ['ation', 'ate'],
  ['alism', 'al'],
  ['aliti', 'al'],
  ['ousli', 'ous'],
  ['iviti', 'ive'],
  ['fulli', 'ful'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['abli', 'able'],
  ['izer', 'ize'],
  ['ator', 'ate'],
  ['alli', 'al'],
  ['bli', 'ble'],
];

const THIRD: Endings = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['alize', 'al'],
  ['icate', 'ic'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ness', ''],
  ['ful', ''],
];

const FOURTH = 'ement,ance,ence,able,ible,ment,ant,ent,ism,ate,iti,ous,ive,ize,al,er,ic'.split(',');

/** The stem of an English word in small letters. */
export function stemOf(word: string): string {
  if (word.length <= 2 || UNCHANGED.has(word)) return word;
  if (Object.hasOwn(IRREGULAR, word)) return IRREGULAR[word]!;
  let stem = markConsonants(word.replace(/^'/, '')).replace(/('s'|'s|')$/, '');
  const [first, second] = regions(stem);
  stem = withoutPlural(stem);
  if (FINISHED.has(stem)) return stem;
  stem = withoutTense(stem, first);
  stem = stem.replace(/^(.+[^aeiouy])[yY]$/, '$1i');
  stem = withoutDerivation(stem, first);
  stem = withoutQuality(stem, first, second);
  stem = withoutSuffix(stem, second);
  return withoutLast(stem, first, second).toLowerCase();
}

/** A `y` at the beginning or after a vowel is a consonant: written large for the time being. */
function markConsonants(word: string): string {
  return word.replace(/^y/, 'Y').replace(/([aeiouy])y/g, '$1Y');
}

/** Where the two parts begin from which endings may be taken: each after a vowel and a consonant. */
function regions(word: string): [number, number] {
  const after = (from: number): number => {
    const match = /[aeiouy][^aeiouy]/.exec(word.slice(from));
    return match ? from + match.index + 2 : word.length;
  };
  const prefix = /^(gener|commun|arsen)/.exec(word)?.[0];
  const first = prefix ? prefix.length : after(0);
  return [first, after(first)];
}

function withoutPlural(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2);
  if (/ie[ds]$/.test(word)) return word.length > 4 ? word.slice(0, -2) : word.slice(0, -1);
  if (/(us|ss)$/.test(word) || !word.endsWith('s')) return word;
  return VOWEL.test(word.slice(0, -2)) ? word.slice(0, -1) : word;
}

function withoutTense(word: string, first: number): string {
  const agreed = /(eedly|eed)$/.exec(word);
  if (agreed) return agreed.index >= first ? `${word.slice(0, agreed.index)}ee` : word;
  const ending = /(ingly|edly|ing|ed)$/.exec(word);
  if (!ending || !VOWEL.test(word.slice(0, ending.index))) return word;
  const stem = word.slice(0, ending.index);
  if (/(at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (DOUBLE.test(stem)) return stem.slice(0, -1);
  return isShort(stem, first) ? `${stem}e` : stem;
}

function endsInShortSyllable(word: string): boolean {
  return /[^aeiouy][aeiouy][^aeiouywxY]$/.test(word) || /^[aeiouy][^aeiouy]$/.test(word);
}

function isShort(word: string, first: number): boolean {
  return word.length <= first && endsInShortSyllable(word);
}

function replaceEnding(word: string, endings: Endings, from: number): string | undefined {
  const found = endings.find(([ending]) => word.endsWith(ending));
  if (!found) return undefined;
  const at = word.length - found[0].length;
  return at >= from ? word.slice(0, at) + found[1] : word;
}

function withoutDerivation(word: string, first: number): string {
  const replaced = replaceEnding(word, SECOND, first);
  if (replaced !== undefined) return replaced;
  if (word.endsWith('logi') && word.length - 3 >= first) return word.slice(0, -1);
  return /[cdeghkmnrt]li$/.test(word) && word.length - 2 >= first ? word.slice(0, -2) : word;
}

function withoutQuality(word: string, first: number, second: number): string {
  if (word.endsWith('ative')) return word.length - 5 >= second ? word.slice(0, -5) : word;
  return replaceEnding(word, THIRD, first) ?? word;
}

function withoutSuffix(word: string, second: number): string {
  const ending = FOURTH.find((one) => word.endsWith(one));
  if (ending) return word.length - ending.length >= second ? word.slice(0, -ending.length) : word;
  return /[st]ion$/.test(word) && word.length - 3 >= second ? word.slice(0, -3) : word;
}

function withoutLast(word: string, first: number, second: number): string {
  const at = word.length - 1;
  if (word.endsWith('e') && (at >= second || (at >= first && !endsInShortSyllable(word.slice(0, at))))) {
    return word.slice(0, at);
  }
  return word.endsWith('ll') && at >= second ? word.slice(0, at) : word;
}
