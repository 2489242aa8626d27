// The course that a request of the API is about: only those that its key opens are there.

import type { Request, RequestHandler } from 'express';
import type { KeyCourses } from '../../services/guarantee/key-courses.ts';
import type { Course } from '../../stores/course-store.ts';
import { param } from '../read.ts';
import { keyOf } from './key-door.ts';

const courses = new WeakMap<Request, Course>();

/** The course of a request that has passed `courseDoor`. Anything else is a defect. */
export function courseOf(request: Request): Course {
  const course = courses.get(request);
  if (!course) throw new Error('this route does not name a course');
  return course;
}

/** Finds the course that the address names. */
export function courseDoor(keyCourses: Pick<KeyCourses, 'find'>): RequestHandler {
  return async (request, _response, next) => {
    courses.set(request, await keyCourses.find(keyOf(request), param(request, 'course')));
    next();
  };
}
