// Lengths of time as meeting tools write them: "1h 2m 3s", "62", "1:02:03", "62 min", "1 Std. 2 Min.", "1 時間 2 分".

/** Units as locales abbreviate them and write them out: English, German, French, Spanish, Portuguese, Italian, Dutch, Japanese. */
const hourWords = 'h|hrs?|hours?|std\\.?|stunden?|heures?|horas?|ore|ora|u|uur|uren|時間';
const minuteWords = 'm|mins?|min\\.|minutes?|minuten?|minutos?|minut[oi]|minuut|分';
const secondWords = 's|secs?|sec\\.|sek\\.?|seg\\.?|seconds?|sekunden?|secondes?|segundos?|second[oi]|seconden?|秒';
const parts = new RegExp(
  `^(?:(\\d{1,3})\\s*(?:${hourWords}))?\\s*(?:(\\d{1,4})\\s*(?:${minuteWords}))?\\s*(?:(\\d{1,5})\\s*(?:${secondWords}))?$`,
  'i',
);

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
