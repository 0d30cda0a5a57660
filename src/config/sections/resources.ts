// The section `resources`: what is measured of the machine and of monitored databases, and how often.
import { z } from 'zod';

import { dayMs, duration, filled, section } from '../forms.ts';

const shortestMs = 5_000;
const watch = z.boolean('must be true or false').default(true);
const interval = (defaultMs: number) =>
  duration(defaultMs, dayMs).refine((ms) => ms >= shortestMs, 'must be 5s at least');

const host = section({
  watch,
  interval: interval(15_000),
  excludeMounts: z
    .array(filled, 'must be a list of paths')
    .max(200, 'has too many entries')
    .default([]),
}).transform(({ interval: intervalMs, ...rest }) => ({ ...rest, intervalMs }));

/** Of the whole file. */
export const resources = section({
  host: host.prefault({}),
  databases: section({ watch }).prefault({}),
});

/** Of one database. */
export const databaseResources = section({
  watch,
  interval: interval(30_000),
}).transform(({ interval: intervalMs, ...rest }) => ({ ...rest, intervalMs }));
