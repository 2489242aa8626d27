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
    next();
  },
];
