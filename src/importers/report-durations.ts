// Lengths of time as meeting tools write them: "1h 2m 3s", "62", "1:02:03", "62 min".

const parts =
  /^(?:(\d{1,3})\s*h(?:(?:ou)?rs?)?)?\s*(?:(\d{1,4})\s*m(?:in(?:ute)?s?)?)?\s*(?:(\d{1,5})\s*s(?:ec(?:ond)?s?)?)?$/i;

/** Minutes, with fractions; null when the text is no length of time. `inSeconds`: a bare number counts seconds. */
export function readMinutes(text: string, inSeconds = false): number | null {
  const trimmed = text
    .trim()
    .replace(/,(\d{1,2})$/, '.$1')
    .replace(/[,.]$/, '');
  if (/^\d{1,6}(\.\d+)?$/.test(trimmed)) return Number(trimmed) / (inSeconds ? 60 : 1);
  const clock = /^(\d{1,3}):(\d{2}):(\d{2})$/.exec(trimmed);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]) + Number(clock[3]) / 60;
  const match = trimmed === '' ? null : parts.exec(trimmed);
  if (!match) return null;
  const [, hours = '0', minutes = '0', seconds = '0'] = match;
  return Number(hours) * 60 + Number(minutes) + Number(seconds) / 60;
}
