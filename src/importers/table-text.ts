// The text of a file that people call a table: whatever its encoding, or a sentence why it is none.

/** The text, or why there is none, with the cure. */
export type TextRead =
  | { readonly ok: true; readonly text: string; readonly encoding: 'UTF-8' | 'UTF-16' | 'Windows-1252' }
  | { readonly ok: false; readonly message: string };

/** A report of a meeting of a thousand people is far smaller. */
export const mostBytes = 2_000_000;

const asCsv = 'Save it as CSV or as the report was downloaded, and choose it again.';
/** How files begin that are chosen by mistake. */
const others: readonly (readonly [readonly number[], string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], `This is a workbook or an archive, not a text. ${asCsv}`],
  [[0xd0, 0xcf, 0x11, 0xe0], `This is an old Excel workbook, not a text. ${asCsv}`],
  [[0x25, 0x50, 0x44, 0x46], `This is a PDF, not a table. ${asCsv}`],
  [[0x89, 0x50, 0x4e, 0x47], `This is a picture, not a table. ${asCsv}`],
  [[0xff, 0xd8, 0xff], `This is a picture, not a table. ${asCsv}`],
];

/** Reads the bytes of a file as text. Never throws. */
export function tableText(bytes: Uint8Array): TextRead {
  if (bytes.length === 0) return refused('The file is empty. Choose the report itself.');
  if (bytes.length > mostBytes)
    return refused('The file is larger than 2 MB, more than any report of one class. Choose the report of this class.');
  const other = others.find(([start]) => start.every((byte, at) => bytes[at] === byte));
  if (other) return refused(other[1]);
  const { text, encoding } = decoded(bytes);
  // Tabs and line ends apart, a table has no control characters.
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000E-\u001F\uFFFD]/.test(text)) return refused(`This is not a text that can be read. ${asCsv}`);
  if (text.trim() === '') return refused('The file is empty. Choose the report itself.');
  return { ok: true, text, encoding };
}

function decoded(bytes: Uint8Array): { text: string; encoding: 'UTF-8' | 'UTF-16' | 'Windows-1252' } {
  const wide = wideEncoding(bytes);
  if (wide) return { text: new TextDecoder(wide).decode(bytes), encoding: 'UTF-16' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Windows-1252' };
  }
}

/** By its mark, or, where that was lost, by the zeros that stand in every other place of Latin text. */
function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const start = bytes.subarray(0, 400);
  const zeros = (parity: number): number => start.filter((byte, at) => byte === 0 && at % 2 === parity).length;
  const [even, odd] = [zeros(0), zeros(1)];
  const many = start.length / 4;
  if (odd > many && even === 0) return 'utf-16le';
  if (even > many && odd === 0) return 'utf-16be';
  return null;
}

function refused(message: string): TextRead {
  return { ok: false, message };
}
