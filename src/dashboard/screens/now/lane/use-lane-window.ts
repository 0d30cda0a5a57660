// Which part of time is shown: the range up to now, which moves on, or a part of it that somebody chose,
// which stays.
import { useState } from 'react';

import { useNow } from '../../../parts/time.tsx';
import type { TimeWindow } from './slices.ts';
import {
  moveWindow,
  ranges,
  readSince,
  shortestMs,
  zoomWindow,
  type RangeName,
} from './time-axis.ts';

export interface LaneWindow {
  readonly shown: TimeWindow;
  /** From when on changes and alerts are read. */
  readonly since: string;
  /** True: it ends now, and moves on. */
  readonly isLive: boolean;
  zoom(factor: number): void;
  /** By a part of what is shown; negative is back. */
  move(part: number): void;
  show(window: TimeWindow): void;
  goLive(): void;
}

/** The window of a range. */
export function useLaneWindow(range: RangeName): LaneWindow {
  const now = useNow();
  const [chosen, setChosen] = useState<TimeWindow & { readonly range: RangeName }>();
  const { ms } = ranges[range];
  // Bars that move with each tick are hard to read: they move by a small part of the range.
  const grainMs = ms / 240;
  const toMs = Math.ceil(now / grainMs) * grainMs;
  const live = { fromMs: toMs - ms, toMs };
  // As far back again as the range is long: more is read only when somebody looks there.
  const limits = { fromMs: toMs - 2 * ms, toMs };
  const isLive = chosen === undefined || chosen.range !== range;
  const shown = isLive ? live : chosen;
  const usual = readSince(ms, now);
  const since = shown.fromMs < Date.parse(usual) ? readSince(2 * ms, now) : usual;
  const show = (window: TimeWindow): void => {
    const isWhole = window.toMs - window.fromMs >= ms && window.toMs >= toMs - grainMs;
    setChosen(isWhole ? undefined : { ...window, range });
  };
  return {
    shown,
    since,
    isLive,
    zoom: (factor) => show(zoomWindow(shown, factor, limits, isLive && factor < 1 ? 1 : 0.5)),
    move: (part) => show(moveWindow(shown, part, limits)),
    show: ({ fromMs, toMs: endMs }) => {
      const lackMs = Math.max(0, shortestMs - (endMs - fromMs));
      show({ fromMs: fromMs - lackMs / 2, toMs: endMs + lackMs / 2 });
    },
    goLive: () => setChosen(undefined),
  };
}
