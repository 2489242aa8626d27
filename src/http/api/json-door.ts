// JSON in, JSON out: requests that want or bring anything else are told so.

import express, { type RequestHandler } from 'express';
import { ApiRefusal } from './api-failure.ts';

/** Refuses whoever does not take JSON for an answer. */
export const takesJson: RequestHandler = (request, _response, next) => {
  if (!request.accepts('application/json'))
    throw new ApiRefusal(406, 'not-acceptable', 'The API answers in JSON. Accept application/json.');
  next();
};

const parse = express.json({ limit: '1mb' });

/** No item has as many levels; what is deeper would only wear out whoever reads it. */
const mostLevels = 12;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}

/** Reads a body of JSON. */
export const bringsJson: RequestHandler[] = [
  (request, _response, next) => {
    if (request.is('application/json') === false)
      throw new ApiRefusal(
        415,
        'unsupported-media-type',
        'Send the body as JSON, with Content-Type: application/json.',
      );
    next();
  },
  parse,
  (request, _response, next) => {
    if (request.body === undefined)
      throw new ApiRefusal(400, 'invalid', 'Send a body: one item, or {"items": [...]} with up to 500.');
    if (isDeeper(request.body, mostLevels))
      throw new ApiRefusal(
        422,
        'invalid',
        `The body is nested deeper than ${mostLevels} levels. Send items as described.`,
      );
    next();
  },
];
