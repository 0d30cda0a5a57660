// Makes measured series ready for a chart: one row of times for all, with gaps where nothing was measured,
// and rates of counters. Pure.

export interface LinePoint {
  readonly at: string;
  readonly value: number;
}

export interface Line {
  readonly label: string;
  readonly points: readonly LinePoint[];
  readonly color?: string;
}

export interface AlignedLines {
  /** Seconds since the epoch, rising. */
  readonly times: readonly number[];
  readonly series: readonly {
    readonly label: string;
    readonly values: readonly (number | null)[];
    readonly color?: string;
  }[];
}

/** All lines over the same times; where two times lie more than a step and a half apart is a gap. */
export function alignLines(lines: readonly Line[], stepMs: number): AlignedLines {
  const byTime = lines.map(
    ({ points }) => new Map(points.map(({ at, value }) => [Date.parse(at), value])),
  );
  const known = [...new Set(byTime.flatMap((line) => [...line.keys()]))].toSorted((a, b) => a - b);
  const times = known.flatMap((time, index) => {
    const before = known[index - 1];
    return before !== undefined && time - before > stepMs * 1.5 ? [before + stepMs, time] : [time];
  });
  return {
    times: times.map((time) => time / 1_000),
    series: lines.map(({ label, color }, index) => ({
      label,
      values: times.map((time) => byTime[index]?.get(time) ?? null),
      ...(color === undefined ? {} : { color }),
    })),
  };
}

/** How much a counter rose in a second; nothing where it began anew or was not read for long. */
export function ratesOf(points: readonly LinePoint[], stepMs: number): readonly LinePoint[] {
  return points.flatMap(({ at, value }, index) => {
    const before = points[index - 1];
    if (before === undefined) return [];
    const elapsedMs = Date.parse(at) - Date.parse(before.at);
    if (value < before.value || elapsedMs <= 0 || elapsedMs > stepMs * 3) return [];
    return [{ at, value: ((value - before.value) / elapsedMs) * 1_000 }];
  });
}
