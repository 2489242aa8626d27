// A QR code as one path of a drawing: dark squares joined row by row, with the quiet zone that scanners need.

import { create } from 'qrcode';

/** Exactly the names that pages print of a QR code. */
export interface QrDrawing {
  /** "0 0 37 37" */
  readonly viewBox: string;
  readonly path: string;
}

const quiet = 4;

/** The drawing of a text. */
export function qrDrawing(text: string): QrDrawing {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  let path = '';
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1) {
      if (!data[row * size + column]) continue;
      let end = column + 1;
      while (end < size && data[row * size + end]) end += 1;
      path += `M${column + quiet} ${row + quiet}h${end - column}v1h-${end - column}z`;
      column = end;
    }
  const side = size + 2 * quiet;
  return { viewBox: `0 0 ${side} ${side}`, path };
}
