// Turns a page's name and its view into HTML: Handlebars in strict mode, every template compiled once.

import Handlebars from 'handlebars';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { iconDrawings } from './icons.ts';

export interface Renderer {
  /**
   * The page `name` (its path below the views directory without `.hbs`, such as `student/result`) filled with `view`.
   * Throws when there is no such page, and when the page or a partial prints a name that the view did not give.
   */
  render(name: string, view: object): string;
  /**
   * Compiles every template, one after the other, which takes a second in all. What was not compiled is so when it is first needed,
   * for which everybody else would wait; `breathe` lets them have their turn in between.
   */
  prepare(breathe: () => Promise<void>): Promise<void>;
}

const extension = '.hbs';
/** Partials keep their lines as they are: indenting them would put spaces into what was typed in a text area. */
const compiling = { strict: true, preventIndent: true } as const;

/** Reads every page and partial below `viewsDirectory` once. Partials and the layouts are called by their file's name. */
export function renderer(viewsDirectory: string): Renderer {
  const handlebars = Handlebars.create();
  registerHelpers(handlebars, iconDrawings(readFileSync(join(viewsDirectory, 'assets', 'icons.svg'), 'utf8')));
  const pages = new Map<string, Handlebars.TemplateDelegate>();
  for (const file of templateFiles(viewsDirectory)) {
    const name = relative(viewsDirectory, file).slice(0, -extension.length).split(sep).join('/');
    const source = readFileSync(file, 'utf8');
    if (isPartial(name)) registerPartial(handlebars, basename(name), source);
    else pages.set(name, handlebars.compile(source, compiling));
  }
  return {
    render(name, view) {
      const page = pages.get(name);
      if (page === undefined) throw new Error(`There is no page "${name}" below ${viewsDirectory}`);
      return page(view);
    },
    async prepare(breathe) {
      for (const template of [...Object.values(handlebars.partials), ...pages.values()]) {
        compileNow(template);
        await breathe();
      }
    },
  };
}

/** Handlebars compiles when a template is first filled; that strict mode refuses an empty view comes after that. */
function compileNow(template: Handlebars.TemplateDelegate): void {
  try {
    template({});
  } catch {
    // Nothing was to be printed.
  }
}

/**
 * A value as JSON that may stand inside a script element: no character in it can end the element or open a comment,
 * and the two line separators that old JavaScript refused inside strings are spelled out.
 */
export function jsonForScript(value: unknown): string {
  const escapes: Record<string, string> = {
    '<': '\\u003c',
    '>': '\\u003e',
    '&': '\\u0026',
    '\u2028': '\\u2028',
    '\u2029': '\\u2029',
  };
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => escapes[character] ?? character);
}

function templateFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(extension))
    .map((path) => join(directory, path))
    .sort();
}

function isPartial(name: string): boolean {
  return name === 'layout' || name.split('/').includes('partials');
}

function registerPartial(handlebars: typeof Handlebars, name: string, source: string): void {
  if (name in handlebars.partials) throw new Error(`Two partials are called "${name}"`);
  handlebars.registerPartial(name, handlebars.compile(source, compiling));
}

/** Two helpers are enough, because views bring every word ready made: a drawing, and data for a script. */
function registerHelpers(handlebars: typeof Handlebars, drawings: ReadonlyMap<string, string>): void {
  handlebars.registerHelper('icon', (name: unknown) => {
    const drawing = drawings.get(String(name));
    if (drawing === undefined) throw new Error(`There is no icon "${String(name)}"`);
    return new Handlebars.SafeString(
      `<svg class="i" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${drawing}</svg>`,
    );
  });
  handlebars.registerHelper('json', (value: unknown) => new Handlebars.SafeString(jsonForScript(value)));
}
