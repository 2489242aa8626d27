/** MongoDB's regular expressions (PCRE) as JavaScript's, where the two agree. */
import { BSONRegExp } from 'bson';
import { DatabaseError, badValue } from '../errors.ts';

/** Is it a regular expression of either kind? */
export function isRegex(value: unknown): value is RegExp | BSONRegExp {
  return value instanceof BSONRegExp || value instanceof RegExp;
}

/**
 * A JavaScript expression that matches what the given one does. `options` replaces the expression's own.
 * Refuses an option that MongoDB does not have (51108) and a pattern that JavaScript cannot read (51091).
 */
export function toRegExp(pattern: unknown, options?: unknown): RegExp {
  if (options !== undefined && typeof options !== 'string') throw badValue('$options has to be a string');
  if (pattern instanceof BSONRegExp) return compile(pattern.pattern, options ?? pattern.options);
  if (pattern instanceof RegExp) return compile(pattern.source, options ?? pattern.flags);
  if (typeof pattern !== 'string') throw badValue('$regex has to be a string');
  return compile(pattern, options ?? '');
}

function compile(pattern: string, options: string): RegExp {
  const inline = /^\(\?([imsx]+)\)/.exec(pattern);
  const source = inline ? pattern.slice(inline[0].length) : pattern;
  const wanted = new Set([...options, ...(inline?.[1] ?? '')]);
  for (const option of wanted) {
    if (!'imsxu'.includes(option)) throw new DatabaseError(51108, ` invalid flag in regex options: ${option}`);
  }
  const flags = [...wanted].filter((option) => 'ims'.includes(option)).join('');
  const text = wanted.has('x') ? withoutLayout(source) : source;
  try {
    return new RegExp(text, `${flags}u`);
  } catch {
    return compileLoosely(text, flags);
  }
}

/** Unicode mode forbids some harmless escapes that PCRE allows, such as `\-`. */
function compileLoosely(text: string, flags: string): RegExp {
  try {
    return new RegExp(text, flags);
  } catch (error) {
    throw new DatabaseError(51091, `Regular expression is invalid: ${(error as Error).message}`);
  }
}

/** What option `x` ignores: white space and comments outside of character classes. */
function withoutLayout(source: string): string {
  let inClass = false;
  let text = '';
  for (let i = 0; i < source.length; i++) {
    const char = source[i]!;
    if (char === '\\') {
      text += char + (source[++i] ?? '');
    } else if (inClass || !/[\s#]/.test(char)) {
      if (char === '[') inClass = true;
      if (char === ']') inClass = false;
      text += char;
    } else if (char === '#') {
      while (i + 1 < source.length && source[i + 1] !== '\n') i++;
    }
  }
  return text;
}
