// The number of a claim: short enough to read out over the telephone, and without letters that are mistaken for one another.

/** Digits and letters without I, L, O and U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;

/** How many random bytes a number is made of. */
export const claimNumberBytes = LENGTH;

/** "C-7K3MQ-92QFA" from ten random bytes: fifty bits, so two never meet. */
export function claimNumber(bytes: Uint8Array): string {
  const letters = [...bytes.subarray(0, LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]!);
  return `C-${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`;
}
