// Renders a student's page as the product does, and hands it over for reading.

import { load, type CheerioAPI } from 'cheerio';
import { fileURLToPath } from 'node:url';
import { renderer } from '../../../src/http/render.ts';

const { render } = renderer(fileURLToPath(new URL('../../../views', import.meta.url)));

/** The page `name` filled with `view`. */
export function pageOf(name: string, view: object): CheerioAPI {
  return load(render(name, view));
}

/** The words of a page's element, as one line. */
export function wordsOf($: CheerioAPI, selector: string): string {
  return $(selector).text().replace(/\s+/g, ' ').trim();
}
