// Reads urlencoded parameters strictly: every name once, valid UTF-8, bounded in number and length.

/** Why a body or query could not be read; always the sender's fault (400). */
export class MalformedInput extends Error {
  override name = 'MalformedInput';
}

const mostFields = 200;

/** Parameters by name. A name that comes twice is kept as a fault and complained about when it is asked for. */
export class Fields {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = values;
  }

  /** The value as it was sent, null when absent or empty. Throws `MalformedInput` when repeated or too long. */
  optional(name: string, longest: number): string | null {
    const values = this.#values.get(name) ?? [];
    if (values.length > 1) throw new MalformedInput(`The parameter ${name} came more than once.`);
    const [value] = values;
    if (value === undefined || value === '') return null;
    if (value.length > longest) throw new MalformedInput(`The parameter ${name} is too long.`);
    return value;
  }

  /** The same for a parameter that must be there. */
  required(name: string, longest: number): string {
    const value = this.optional(name, longest);
    if (value === null) throw new MalformedInput(`The parameter ${name} is missing.`);
    return value;
  }
}

/** Fields of a query string (without "?") or of a form's body. */
export function readFields(text: string): Fields {
  const values = new Map<string, string[]>();
  const pairs = text.split('&').filter((pair) => pair !== '');
  if (pairs.length > mostFields) throw new MalformedInput('There are too many parameters.');
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const name = decoded(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : decoded(pair.slice(equals + 1));
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return new Fields(values);
}

/** Bytes as text; throws `MalformedInput` when they are not UTF-8. */
export function readUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new MalformedInput('The body is not valid UTF-8.');
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new MalformedInput('A parameter is not properly encoded.');
  }
}
