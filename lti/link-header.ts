// Finds the next page in a Link header, as RFC 8288 writes it and as Moodle does (typographic quotes, "&amp;").

/** The absolute URL of `rel=next`, or null. Letters of the URL keep their case. */
export function nextLink(header: string | undefined, base: string): string | null {
  if (header === undefined) return null;
  for (const [, target, parameters] of header.matchAll(/<([^<>]*)>([^<]*)/g)) {
    if (target === undefined || parameters === undefined || !isNext(parameters)) continue;
    const url = target.replaceAll('&amp;', '&').trim();
    return URL.canParse(url, base) ? new URL(url, base).href : null;
  }
  return null;
}

/** Typographic quotes arrive as UTF-8 bytes read as Latin-1, so anything that is no letter may stand around the word. */
function isNext(parameters: string): boolean {
  const relation = /(?:^|[;\s])rel\s*=\s*([^;,]*)/i.exec(parameters)?.[1] ?? '';
  return relation.split(/[^a-z0-9-]+/i).some((word) => word.toLowerCase() === 'next');
}
