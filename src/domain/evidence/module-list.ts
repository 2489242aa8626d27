// The modules of a course as a list that staff change: added at its end, renamed, moved, taken out and put back.

import { courseModuleSchema, mostModules, type CourseModule, type CoursePlan } from './course-plan.ts';

/** What staff do to the list. */
export type ModuleAct =
  | { readonly act: 'add'; readonly id: string; readonly title: string; readonly isRequired: boolean }
  | { readonly act: 'change'; readonly id: string; readonly title: string; readonly isRequired: boolean }
  | { readonly act: 'up' | 'down' | 'restore'; readonly id: string }
  | { readonly act: 'remove'; readonly id: string; readonly at: number; readonly byName: string };

type Lists = Pick<CoursePlan, 'modules' | 'removedModules'>;

export type ModuleChange =
  | { readonly kind: 'changed'; readonly lists: Lists; readonly module: CourseModule }
  /** The list is already as it should be. */
  | { readonly kind: 'nothing new' }
  | { readonly kind: 'fault'; readonly message: string }
  | { readonly kind: 'no such module' };

/** Taken out so long ago that nobody puts it back. */
const mostRemoved = 20;

/** The lists after an act, or why it cannot be done. */
export function withModuleAct(lists: Lists, act: ModuleAct): ModuleChange {
  switch (act.act) {
    case 'add':
      return added(lists, act);
    case 'change':
      return changed(lists, act);
    case 'up':
      return moved(lists, act.id, -1);
    case 'down':
      return moved(lists, act.id, 1);
    case 'remove':
      return removed(lists, act);
    case 'restore':
      return restored(lists, act.id);
  }
}

function added({ modules, removedModules }: Lists, given: CourseModule): ModuleChange {
  const known = modules.find(({ id }) => id === given.id);
  if (known) return { kind: 'nothing new' };
  if (modules.length >= mostModules)
    return { kind: 'fault', message: `A course has at most ${mostModules} modules. Take one out first.` };
  const read = readModule(modules, given);
  if (typeof read === 'string') return { kind: 'fault', message: read };
  return { kind: 'changed', lists: { modules: [...modules, read], removedModules }, module: read };
}

function changed({ modules, removedModules }: Lists, given: CourseModule): ModuleChange {
  const known = modules.find(({ id }) => id === given.id);
  if (!known) return { kind: 'no such module' };
  const read = readModule(
    modules.filter(({ id }) => id !== given.id),
    given,
  );
  if (typeof read === 'string') return { kind: 'fault', message: read };
  if (read.title === known.title && read.isRequired === known.isRequired) return { kind: 'nothing new' };
  const next = modules.map((module) => (module.id === given.id ? read : module));
  return { kind: 'changed', lists: { modules: next, removedModules }, module: read };
}

function moved({ modules, removedModules }: Lists, id: string, by: -1 | 1): ModuleChange {
  const from = modules.findIndex((module) => module.id === id);
  const module = modules[from];
  if (!module) return { kind: 'no such module' };
  const to = from + by;
  if (to < 0 || to >= modules.length) return { kind: 'nothing new' };
  return { kind: 'changed', lists: { modules: placedAt(without(modules, id), module, to), removedModules }, module };
}

function removed(
  { modules, removedModules }: Lists,
  { id, at, byName }: Extract<ModuleAct, { act: 'remove' }>,
): ModuleChange {
  const place = modules.findIndex((module) => module.id === id);
  const module = modules[place];
  if (!module) return { kind: removedModules.some((gone) => gone.id === id) ? 'nothing new' : 'no such module' };
  const gone = [{ ...module, place, removedAt: at, removedByName: byName }, ...removedModules].slice(0, mostRemoved);
  return { kind: 'changed', lists: { modules: without(modules, id), removedModules: gone }, module };
}

function restored({ modules, removedModules }: Lists, id: string): ModuleChange {
  const gone = removedModules.find((module) => module.id === id);
  if (!gone) return { kind: modules.some((module) => module.id === id) ? 'nothing new' : 'no such module' };
  if (modules.length >= mostModules)
    return { kind: 'fault', message: `A course has at most ${mostModules} modules. Take one out first.` };
  const { title, isRequired, place } = gone;
  const module = { id, title, isRequired };
  const lists = {
    modules: placedAt(modules, module, place),
    removedModules: removedModules.filter((one) => one.id !== id),
  };
  return { kind: 'changed', lists, module };
}

/** The module as it was read, or what is wrong with it. */
function readModule(others: readonly CourseModule[], given: CourseModule): CourseModule | string {
  const { id, title, isRequired } = given;
  const read = courseModuleSchema.safeParse({ id, title, isRequired });
  if (!read.success)
    return title.trim() === '' ? 'Give the module a title; students see it.' : 'Shorten the title to 160 characters.';
  const isTaken = others.some((other) => other.title.toLowerCase() === read.data.title.toLowerCase());
  return isTaken ? 'Another module has this title. Give one that tells them apart.' : read.data;
}

function without(modules: readonly CourseModule[], id: string): CourseModule[] {
  return modules.filter((module) => module.id !== id);
}

function placedAt(modules: readonly CourseModule[], module: CourseModule, place: number): CourseModule[] {
  return [...modules.slice(0, place), module, ...modules.slice(place)];
}
