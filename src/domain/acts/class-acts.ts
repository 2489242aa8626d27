// Acts about classes and who was there, in words.

import type { ActTable, Told } from './told.ts';

const held = (told: Told): string => (told.has('title') ? `“${told.text('title')}” of ${told.day('on')}` : 'a class');

export const classActs: ActTable = {
  'added a class': (told) => `planned the class ${held(told)}`,
  'added a series of classes': (told) =>
    `planned ${told.count('count', 'class', 'classes')} from ${told.day('from')} to ${told.day('to')}`,
  'changed a class': (told) => `changed the class ${held(told)}${moved(told)}`,
  'cancelled a class': (told) => `canceled the class ${held(told)}`,
  'took a cancellation back': (told) => `let the class ${held(told)} be held after all`,
  'took a series of classes back': (told) => `took ${told.count('count', 'class', 'classes')} of a series back`,
  'marked the rest present': (told) => `marked the other ${told.count('count', 'student')} present at ${held(told)}`,
  'marked the rest absent': (told) => `marked the other ${told.count('count', 'student')} absent at ${held(told)}`,
  'recorded attendance': (told) => `marked ${markWords(told.inner('after'))} at ${held(told)}`,
  'changed attendance': (told) =>
    `changed attendance at ${held(told)} from ${markWords(told.inner('before'))} to ${markWords(told.inner('after'))}`,
  'excused an absence': (told) => `excused the absence from ${held(told)}`,
  'recorded a makeup': (told) => `recorded a makeup of ${held(told)}${makeupWords(told.inner('after'))}`,
  'imported attendance': (told) =>
    `imported attendance of ${held(told)} from “${told.text('fileName')}”: ${told.count('count', 'mark')}`,
  'took an import of attendance back': (told) =>
    `took an import of attendance of ${held(told)} back: ${told.count('count', 'mark')}`,
  'took a makeup back': (told) => `took back the makeup of ${held(told)}`,
};

/** "present, 90 min"; "not recorded" for no mark. */
function markWords(mark: Told | null): string {
  if (!mark) return 'not recorded';
  return [mark.text('status'), mark.has('minutes') ? `${mark.text('minutes')} min` : ''].filter(Boolean).join(', ');
}

function makeupWords(mark: Told | null): string {
  const makeup = mark?.inner('makeup');
  return makeup ? `, done on ${makeup.day('on')}` : '';
}

/** When it was and when it is, where that changed. */
function moved(told: Told): string {
  const [before, after] = [told.inner('before')?.moment('startsAt'), told.inner('after')?.moment('startsAt')];
  return before && after && before !== after ? `, from ${before} to ${after}` : '';
}
