// Figures for whoever operates Resit: request times by route, saves, the event loop; no person and no course appears in a label.

import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** A registry of its own, so that several applications in one process (tests) do not share figures. */
export function openMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'resit_request_seconds',
    help: 'Time to answer a request, by route pattern, method and status class',
    labelNames: ['route', 'method', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  const jobs = new Counter({
    name: 'resit_job_units_total',
    help: 'Units of work done by each job',
    labelNames: ['job'] as const,
    registers: [registry],
  });
  return {
    /** Notes one answered request. */
    request: (route: string, method: string, status: number, seconds: number): void =>
      requests.observe({ route, method, status: `${Math.floor(status / 100)}xx` }, seconds),
    /** Notes units of work a job has done. */
    job: (name: string, units: number): void => jobs.inc({ job: name }, units),
    contentType: registry.contentType,
    text: (): Promise<string> => registry.metrics(),
  };
}
