// The section `metrics`: who may read `/metrics`, how many series there may be, and DogStatsD.
import { z } from 'zod';

import { filled, section, whole } from '../forms.ts';

const dogstatsd = section({
  host: filled.default('127.0.0.1'),
  port: whole(1, 8125).refine((port) => port <= 65_535, 'must be 65535 at most'),
  prefix: z.string().max(60, 'must be 60 characters at most').default(''),
  tags: z.record(filled, z.string()).default({}),
  include: z.array(filled).max(200, 'has too many entries').default([]),
});

export const metricsSection = section({
  public: z.boolean('must be true or false').default(false),
  maxSeries: whole(100, 50_000),
  dogstatsd: dogstatsd.optional(),
});
