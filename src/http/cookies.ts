// Reads the Cookie header; what is no pair is passed over.

/** Every name and value of a `Cookie` header, in order. */
export function presentCookies(header: string): [string, string][] {
  return header.split(';').flatMap((part): [string, string][] => {
    const at = part.indexOf('=');
    if (at < 1) return [];
    return [[part.slice(0, at).trim(), part.slice(at + 1).trim()]];
  });
}
