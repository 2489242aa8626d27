// @ts-check
// Codes as a candidate types them: split where a space, a comma or a line ends one.

/** As many and as long as the server takes for one question. */
const mostCodes = 12;
const longestCode = 40;

/**
 * The codes in what was typed, in order; capital letters, as they are printed in the books.
 *
 * @param {string} typed
 * @returns {string[]}
 */
export function codesIn(typed) {
  return typed
    .split(/[\s,;]+/)
    .filter((code) => code !== '')
    .slice(0, mostCodes)
    .map((code) => code.slice(0, longestCode).toUpperCase());
}

/**
 * How the codes were understood, in words.
 *
 * @param {readonly string[]} codes
 */
export function codesWords(codes) {
  if (codes.length === 0) return '';
  return `We read ${codes.length === 1 ? 'one code' : `${codes.length} codes`}: ${codes.join(', ')}`;
}
