// The house rules that a machine can check: who imports whom, what the domain may not touch, and one name for a page in its rooms.

import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

interface Import {
  /** A path from the root for files of ours, else the package's name. */
  readonly to: string;
  readonly isOurs: boolean;
  readonly isTypeOnly: boolean;
}

const slashed = (path: string): string => path.split(sep).join('/');

function filesBelow(folder: string, ending = '.ts'): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => slashed(join(folder, path)));
}

// `import x from 'y'`, `export { x } from 'y'`, over lines; and `import 'y'`. Nothing else at the start of a line counts.
const importPattern =
  /^(?:import|export)\s+(type\s+)?((?:\*(?:\s+as\s+\w+)?|\w+|\w+\s*,\s*\{[^}]*\}|\{[^}]*\}))\s+from\s+'([^']+)'|^import\s+'([^']+)'/gm;
const lazyImportPattern = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** A clause such as `{ type A, type B }` brings types only, even without `import type`. */
function bringsTypesOnly(keyword: string | undefined, clause: string): boolean {
  if (keyword) return true;
  const names = /^\{([\s\S]*)\}$/.exec(clause.trim())?.[1];
  return names !== undefined && names.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type '));
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node';
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function importsOf(path: string, text: string): Import[] {
  const named = [...text.matchAll(importPattern)].map(([, keyword, clause = '', from, bare = '']) => ({
    specifier: from ?? bare,
    isTypeOnly: bringsTypesOnly(keyword, clause),
  }));
  const lazy = [...text.matchAll(lazyImportPattern)].map(([, specifier = '']) => ({ specifier, isTypeOnly: false }));
  return [...named, ...lazy].map(({ specifier, isTypeOnly }) => {
    const isOurs = specifier.startsWith('.');
    const to = isOurs ? slashed(relative(root, resolve(root, dirname(path), specifier))) : packageOf(specifier);
    return { to, isOurs, isTypeOnly };
  });
}

const sources: Source[] = ['src', 'lti', 'fixtures'].flatMap((folder) =>
  filesBelow(folder).map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return { path, text, imports: importsOf(path, text) };
  }),
);

interface Room {
  /** Files whose path begins so. The longest that fits names a file's room. */
  readonly at: string;
  /** Rooms (by beginning of path) whose code may be imported. */
  readonly ours: readonly string[];
  /** Rooms of which only types may be imported. */
  readonly types?: readonly string[];
  readonly packages: readonly string[];
}

const everywhere = ['zod', 'luxon'];
const rooms: readonly Room[] = [
  { at: 'src/domain/', ours: ['src/domain/'], packages: [...everywhere, 'ts-fsrs', 'pure-rand', 'node'] },
  { at: 'src/stores/', ours: ['src/domain/', 'src/stores/'], packages: [...everywhere, 'mongoose', 'node'] },
  { at: 'src/services/', ours: ['src/domain/', 'src/services/'], types: ['src/stores/'], packages: everywhere },
  {
    at: 'src/http/',
    ours: ['src/domain/', 'src/http/'],
    types: ['src/services/', 'src/stores/', 'src/log.ts'],
    packages: [
      ...everywhere,
      'express',
      'handlebars',
      'jsonwebtoken',
      'helmet',
      'multer',
      'busboy',
      'qrcode',
      'csv-stringify',
      'rate-limiter-flexible',
      'zod-openapi',
      'node',
    ],
  },
  { at: 'src/jobs/', ours: ['src/jobs/'], types: ['src/services/', 'src/log.ts'], packages: everywhere },
  {
    at: 'src/importers/',
    ours: ['src/domain/', 'src/importers/'],
    packages: [...everywhere, 'csv-parse', 'saxes', 'gift-pegjs'],
  },
  {
    at: 'src/outside/',
    ours: ['src/domain/', 'src/outside/'],
    packages: [...everywhere, 'prom-client', 'nodemailer', 'file-type', 'jsonwebtoken', 'node'],
  },
  { at: 'src/localdb/', ours: ['src/localdb/'], packages: ['lmdb', 'bson', 'mingo', 'node'] },
  { at: 'lti/', ours: ['lti/'], packages: [...everywhere, 'express', 'jsonwebtoken', 'ltijs', 'node'] },
  {
    at: 'fixtures/campus/',
    ours: ['fixtures/campus/', 'fixtures/launches/', 'src/domain/'],
    packages: [...everywhere, 'express', 'jsonwebtoken', 'handlebars', 'node'],
  },
  { at: 'fixtures/', ours: ['fixtures/', 'src/'], packages: [...everywhere, 'node'] },
  { at: 'src/guarantee.ts', ours: ['src/domain/'], packages: ['node'] },
  // The server brings the sample bank along, which a first run begins with.
  { at: 'src/main.ts', ours: ['src/', 'fixtures/item-bank/'], packages: ['node'] },
  { at: 'src/', ours: ['src/', 'lti/'], packages: [...everywhere, 'mongoose', 'express', 'pino', 'node'] },
];

const roomOf = (path: string): Room =>
  rooms.filter((room) => path.startsWith(room.at)).toSorted((a, b) => b.at.length - a.at.length)[0]!;

/** Every forbidden import of a file, as a sentence. */
function trespasses({ path, imports }: Source): string[] {
  const room = roomOf(path);
  return imports.flatMap(({ to, isOurs, isTypeOnly }) => {
    if (!isOurs)
      return isTypeOnly || room.packages.includes(to)
        ? []
        : [`${path} imports the package ${to}, which does not belong in ${room.at}`];
    const isAllowed = room.ours.some((at) => to.startsWith(at));
    const isAllowedType = isTypeOnly && (room.types ?? []).some((at) => to.startsWith(at));
    return isAllowed || isAllowedType ? [] : [`${path} reaches for ${to}, which ${room.at} may not`];
  });
}

const without = (pattern: RegExp, among: readonly Source[], why: string): string[] =>
  among.filter(({ text }) => pattern.test(text)).map(({ path }) => `${path} ${why}`);
const below = (...folders: string[]): Source[] =>
  sources.filter(({ path }) => folders.some((folder) => path.startsWith(folder)));

/** A round of files that import each other, types included, as `a -> b -> a`; null where there is none. */
function roundOf(files: readonly Pick<Source, 'path' | 'imports'>[]): string | null {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const cleared = new Set<string>();
  const visit = (path: string, way: readonly string[]): string | null => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path].join(' -> ');
    if (cleared.has(path)) return null;
    for (const { to } of byPath.get(path)?.imports ?? []) {
      const round = visit(to, [...way, path]);
      if (round) return round;
    }
    cleared.add(path);
    return null;
  };
  for (const { path } of files) {
    const round = visit(path, []);
    if (round) return round;
  }
  return null;
}

describe('the house', () => {
  it('finds its own imports, so that the rules below can fail', () => {
    const wiring = sources.find(({ path }) => path === 'src/wiring.ts')!;
    expect(wiring.imports.map(({ to }) => to)).to.include.members([
      'lti/gatehouse.ts',
      'src/http/app.ts',
      'express',
      'node',
    ]);
    expect(
      trespasses({
        path: 'src/domain/x.ts',
        text: '',
        imports: importsOf('src/domain/x.ts', "import { a } from '../services/a.ts';"),
      }),
    ).to.have.length(1);
    expect(
      trespasses({
        path: 'src/services/x.ts',
        text: '',
        imports: importsOf('src/services/x.ts', "import { type A } from '../stores/a.ts';"),
      }),
    ).to.have.length(0);
    expect(
      trespasses({
        path: 'src/services/x.ts',
        text: '',
        imports: importsOf('src/services/x.ts', "import { a } from '../stores/a.ts';"),
      }),
    ).to.have.length(1);
  });

  it('imports down and never up', () => {
    expect(sources.flatMap(trespasses).join('\n')).to.equal('');
  });

  it('has no two files that import each other, however far around', () => {
    const importing = (to: string) => [{ to, isOurs: true, isTypeOnly: true }];
    const round = ['a', 'b', 'c'].map((path, index, all) => ({ path, imports: importing(all[(index + 1) % 3]!) }));
    expect(roundOf(round)).to.equal('a -> b -> c -> a');
    expect(roundOf(below('src/', 'lti/'))).to.equal(null);
  });

  it('lets src and lti meet in the wiring and in the programs only', () => {
    const meeting = below('src/').filter(({ imports }) => imports.some(({ to }) => to.startsWith('lti/')));
    expect(
      meeting.map(({ path }) => path).filter((path) => !['src/wiring.ts', 'src/admin.ts'].includes(path)),
    ).to.deep.equal([]);
    expect(below('lti/').filter(({ imports }) => imports.some(({ to }) => to.startsWith('src/')))).to.deep.equal([]);
  });

  it('imports ltijs in one file', () => {
    const importers = sources.filter(({ imports }) =>
      imports.some(({ to, isTypeOnly }) => to === 'ltijs' && !isTypeOnly),
    );
    expect(importers.map(({ path }) => path)).to.deep.equal(['lti/registry.ts']);
  });

  it('keeps clock, dice and process out of the domain', () => {
    const domain = below('src/domain/');
    expect(
      without(
        /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|DateTime\.(now|local|utc)\(\)/,
        domain,
        'asks the clock, throws dice or looks at the process',
      ),
    ).to.deep.equal([]);
  });

  it('reads the environment in the programs only', () => {
    const programs = ['src/main.ts', 'src/admin.ts', 'src/guarantee.ts', 'fixtures/demo.ts'];
    const others = sources.filter(({ path }) => !programs.includes(path));
    expect(without(/\bprocess\.env\b/, others, 'reads the environment')).to.deep.equal([]);
  });

  it('spells claim names in lti/claims.ts and in fixtures only', () => {
    const others = [...below('src/'), ...below('lti/')].filter(({ path }) => path !== 'lti/claims.ts');
    expect(without(/purl\.imsglobal\.org/, others, 'spells a claim')).to.deep.equal([]);
  });

  it('has no default exports and no drawer for odds and ends', () => {
    expect(without(/^export default/m, sources, 'has a default export')).to.deep.equal([]);
    const drawers = sources
      .map(({ path }) => path)
      .filter((path) => /(^|\/)(utils?|helpers?|common|misc|types|manager)(\.ts|\/)/.test(path));
    expect(drawers).to.deep.equal([]);
  });

  it('says in its first line what a file is', () => {
    expect(sources.filter(({ text }) => !/^(\/\/ |\/\*\* )\S/.test(text)).map(({ path }) => path)).to.deep.equal([]);
  });

  it('gives a page one name in its rooms', () => {
    const views = filesBelow('src/http', '.view.ts').filter((path) => /\/(student|instructor|admin)\//.test(path));
    const withoutPage = views.filter(
      (path) => !existsSync(join(root, path.replace('src/http/', 'views/').replace('.view.ts', '.hbs'))),
    );
    expect(withoutPage).to.deep.equal([]);
  });

  it('has no inline style or script in a page, which the content policy would refuse', () => {
    const pages = filesBelow('views', '.hbs').map((path) => ({
      path,
      text: readFileSync(join(root, path), 'utf8'),
      imports: [],
    }));
    expect(
      without(
        /\sstyle="|\son[a-z]+="|<script(?![^>]*(src=|type="application\/json"))/,
        pages,
        'has an inline style or script',
      ),
    ).to.deep.equal([]);
  });
});
