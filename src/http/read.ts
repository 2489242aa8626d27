// Reads what a request brings: a schema turns it into plain data or into a refusal that names field, fault and cure.

import type { Request } from 'express';
import type { ZodType } from 'zod';
import { Refusal, type Fault } from '../domain/refusal.ts';

/** The faults of a failed parse, one per field. */
function faultsOf(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): Fault[] {
  return issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }));
}

/** The body as `shape` sees it. @throws Refusal invalid */
export function readBody<T>(request: Request, shape: ZodType<T>): T {
  const parsed = shape.safeParse(request.body ?? {});
  if (parsed.success) return parsed.data;
  const faults = faultsOf(parsed.error.issues);
  throw new Refusal('invalid', faults.map((fault) => `${fault.path}: ${fault.message}`).join('; '), faults);
}

/** A path parameter. */
export function param(request: Request, name: string): string {
  return String(request.params[name] ?? '');
}
