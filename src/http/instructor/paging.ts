// Long lists, page by page: which rows are shown, in what words, and the addresses of the pages before and after.

/** Rows on one page of a list. */
const pageSize = 50;

export interface PageOf<Row> {
  readonly rows: readonly Row[];
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  readonly total: number;
}

/** The rows of one page; a page beyond the last is the last, below the first the first. */
export function pageOf<Row>(all: readonly Row[], page: number, size = pageSize): PageOf<Row> {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const shown = Math.min(pages, Math.max(1, Math.floor(page)));
  return { rows: all.slice((shown - 1) * size, shown * size), page: shown, pages, total: all.length };
}

/** Exactly the names that the partial `pages` prints; `addressOf` gives the address of a page. */
export function pagesView(
  { page, pages, total, rows }: PageOf<unknown>,
  addressOf: (page: number) => string,
  size = pageSize,
): { readonly words: string; readonly earlier: string; readonly later: string } {
  const first = (page - 1) * size + 1;
  const words = total === 0 ? 'None shown' : `${first} to ${first + rows.length - 1} of ${total}`;
  return {
    words,
    earlier: page > 1 ? addressOf(page - 1) : '',
    later: page < pages ? addressOf(page + 1) : '',
  };
}

/** A path with its query; parameters that are empty are left out. */
export function address(path: string, parameters: Readonly<Record<string, string | number>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== '') query.set(name, String(value));
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** Whether a name contains what was searched for; case and accents make no difference. */
export function isNamed(name: string, searched: string): boolean {
  return plain(name).includes(plain(searched));
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
