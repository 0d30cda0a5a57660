// The window of time that charts show: chosen in the address, ending now, moved on while one looks.
import { useCallback, useMemo, useState } from 'react';

import { useEvery } from '../../client/use-every.ts';
import { useUrlValue } from '../url-state.ts';

const hourMs = 3_600_000;

/** The windows there are, with how often their newest point is worth asking for. */
export const ranges = {
  '1h': { title: '1 hour', lengthMs: hourMs, everyMs: 15_000 },
  '24h': { title: '24 hours', lengthMs: 24 * hourMs, everyMs: 60_000 },
  '7d': { title: '7 days', lengthMs: 7 * 24 * hourMs, everyMs: 300_000 },
  '30d': { title: '30 days', lengthMs: 30 * 24 * hourMs, everyMs: 300_000 },
} as const;
export type RangeKey = keyof typeof ranges;

export interface Range {
  readonly key: RangeKey;
  readonly title: string;
  /** Its beginning and end; both move on together. */
  readonly from: string;
  readonly to: string;
  choose(key: RangeKey): void;
}

function isRangeKey(key: string | undefined): key is RangeKey {
  return key !== undefined && Object.hasOwn(ranges, key);
}

/** The window that the address names, by default a day. */
export function useRange(): Range {
  const [chosen, setChosen] = useUrlValue('range');
  const key = isRangeKey(chosen) ? chosen : '24h';
  const { title, lengthMs, everyMs } = ranges[key];
  const [now, setNow] = useState(Date.now);
  useEvery(everyMs, () => setNow(Date.now()));
  const choose = useCallback(
    (next: RangeKey) => {
      setNow(Date.now());
      setChosen(next === '24h' ? undefined : next);
    },
    [setChosen],
  );
  return useMemo(
    () => ({
      key,
      title,
      from: new Date(now - lengthMs).toISOString(),
      to: new Date(now).toISOString(),
      choose,
    }),
    [key, title, now, lengthMs, choose],
  );
}
