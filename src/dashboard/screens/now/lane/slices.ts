// Cuts a window of time into slices and tells for each which alerts were open in it. Pure.
import type { Severity } from '../../../graphql/graphql.ts';
import { compareSeverity } from '../severity.ts';

export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface SlicedAlert {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly startedAt: string;
  readonly resolvedAt?: string | null | undefined;
}

export interface AlertSlice extends TimeWindow {
  readonly counts: Readonly<Record<Severity, number>>;
  readonly total: number;
  readonly worst: Severity | undefined;
  /** Of the worst ones; a few. */
  readonly titles: readonly string[];
}

const titlesKept = 3;

interface Filling {
  readonly counts: Record<Severity, number>;
  readonly worst: SlicedAlert[];
  total: number;
}

/** The window in equal slices, each with the alerts that were open at some time in it. */
export function sliceAlerts(
  alerts: readonly SlicedAlert[],
  { fromMs, toMs }: TimeWindow,
  count: number,
): AlertSlice[] {
  const sizeMs = (toMs - fromMs) / count;
  const slices = Array.from({ length: count }, (): Filling => ({
    counts: { CRITICAL: 0, ERROR: 0, WARNING: 0, INFO: 0 },
    worst: [],
    total: 0,
  }));
  const sorted = alerts.toSorted((a, b) => compareSeverity(a.severity, b.severity));
  for (const alert of sorted) {
    const startMs = Date.parse(alert.startedAt);
    const endMs = alert.resolvedAt == null ? toMs : Date.parse(alert.resolvedAt);
    if (startMs >= toMs || endMs < fromMs) continue;
    const first = Math.max(0, Math.floor((startMs - fromMs) / sizeMs));
    const last = Math.min(count - 1, Math.floor((endMs - fromMs) / sizeMs));
    for (const slice of slices.slice(first, last + 1)) {
      slice.counts[alert.severity] += 1;
      slice.total += 1;
      if (slice.worst.length < titlesKept) slice.worst.push(alert);
    }
  }
  return slices.map(({ counts, total, worst }, index) => ({
    fromMs: fromMs + index * sizeMs,
    toMs: fromMs + (index + 1) * sizeMs,
    counts,
    total,
    worst: worst[0]?.severity,
    titles: worst.map(({ title }) => title),
  }));
}
