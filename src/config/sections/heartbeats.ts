// The sections `heartbeats` (who reports to hawkwatch that he lives) and `heartbeat` (where hawkwatch does).
import { z } from 'zod';

import type { HeartbeatSettings, OutgoingHeartbeatSettings } from '../../core/heartbeats.ts';
import { dayMs, duration, named, section } from '../forms.ts';
import { secret } from './intakes.ts';
import { url } from './channel-kinds.ts';

const longestMs = 400 * dayMs;
const shortestMs = 1_000;
const shortestGraceMs = 10_000;
const minuteMs = 60_000;
const tooOften = 'must be 1s at least';

const heartbeat = section({
  name: named,
  // 0 stands for "not said" and cannot be written.
  every: duration(0, longestMs),
  grace: duration(0, longestMs),
  token: secret,
})
  .superRefine(({ every }, context) => {
    if (every >= shortestMs) return;
    const message = every === 0 ? 'is missing' : tooOften;
    context.addIssue({ code: 'custom', path: ['every'], message });
  })
  .transform(({ every, grace, ...rest }): HeartbeatSettings => ({
    ...rest,
    everyMs: every,
    graceMs: grace === 0 ? Math.max(every, shortestGraceMs) : grace,
  }));

/** All heartbeats; their names differ. */
export const heartbeats = z
  .array(heartbeat, 'must be a list of heartbeats')
  .max(200, 'has too many entries')
  .default([]);

/** Undefined: hawkwatch reports to nobody. */
export const outgoingHeartbeat = section({
  url,
  method: z.enum(['GET', 'POST'], 'must be GET or POST').default('POST'),
  every: duration(minuteMs, dayMs).refine((ms) => ms >= shortestMs, tooOften),
})
  .transform(({ every, ...rest }): OutgoingHeartbeatSettings => ({ ...rest, everyMs: every }))
  .optional();
