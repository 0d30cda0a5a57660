import { expect, it } from 'vitest';

import { presentState } from '../../../src/monitors/endpoints/present-state.ts';
import type { EndpointRecord } from '../../../src/store/endpoints.ts';

const at = (ms: number): Date => new Date(ms);
const endpoint: EndpointRecord = {
  id: 'x',
  name: 'x',
  origin: 'FILE',
  kind: 'tcp',
  environment: null,
  labels: {},
  databaseName: null,
  target: 'x:1',
  everyMs: 100,
  declaredAt: at(0),
  retiredAt: null,
  state: 'DOWN',
  reason: 'gone',
  since: at(5),
  failures: 3,
  successes: 0,
  rowSince: at(5),
  lastOkAt: null,
  checkedAt: at(10),
  checkedOk: false,
  validMs: 100,
  finding: null,
  told: {},
};
const now = (ms: number, isPaused = false) => ({ now: at(ms), isPaused });

it('is what was found last, as long as that speaks for the present', () => {
  expect(presentState(endpoint, now(110))).toEqual({ state: 'DOWN', reason: 'gone', since: at(5) });
  expect(presentState(endpoint, now(111))).toMatchObject({
    state: 'UNKNOWN',
    reason: 'It was not checked since 1970-01-01T00:00:00.010Z. Then it was DOWN: gone',
    since: at(110),
  });
});

it('is PAUSED when its checks are, and UNKNOWN when it left', () => {
  expect(presentState(endpoint, now(50, true)).state).toBe('PAUSED');
  const retired = { ...endpoint, retiredAt: at(60) };
  expect(presentState(retired, now(70))).toMatchObject({ state: 'UNKNOWN', since: at(60) });
  const fresh = { ...endpoint, state: 'UNKNOWN', checkedAt: null, validMs: null } as const;
  expect(presentState(fresh, now(70)).state).toBe('UNKNOWN');
  expect(presentState(fresh, now(70, true)).state).toBe('PAUSED');
});
