// Reads JSON that others wrote, without exceptions.

/** The value, or null when the text is no JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
