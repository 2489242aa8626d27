// Reads the drawings out of the icon sheet, so that a page carries the few it uses and asks for no second file.

const symbol = /<symbol id="i-([a-z]+)" viewBox="0 0 16 16">(.*?)<\/symbol>/gs;

/** The inner drawing of every symbol of an icon sheet, by its name without the leading `i-`. */
export function iconDrawings(sheet: string): ReadonlyMap<string, string> {
  const drawings = new Map<string, string>();
  for (const [, name, drawing] of sheet.matchAll(symbol)) {
    if (name !== undefined && drawing !== undefined) drawings.set(name, drawing);
  }
  return drawings;
}
