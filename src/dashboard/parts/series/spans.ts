// How far back charts look, as the address says it.

const hourMs = 3_600_000;

export interface Span {
  readonly title: string;
  readonly ms: number;
}

export const spans: Readonly<Record<string, Span>> = {
  '1h': { title: '1 hour', ms: hourMs },
  '24h': { title: '24 hours', ms: 24 * hourMs },
  '7d': { title: '7 days', ms: 7 * 24 * hourMs },
  '30d': { title: '30 days', ms: 30 * 24 * hourMs },
};

/** The beginning of a span that ends now; it moves on a twelfth of the span at a time. */
export function beginningOf(ms: number, nowMs: number): string {
  const stepMs = ms / 12;
  return new Date(Math.floor((nowMs - ms) / stepMs) * stepMs).toISOString();
}

/** When a span begins that ends now, by its name; undefined when there is no such span. */
export function sinceOf(span: string | undefined, nowMs: number): string | undefined {
  if (span === undefined || !Object.hasOwn(spans, span)) return undefined;
  const ms = spans[span]?.ms;
  return ms === undefined ? undefined : new Date(nowMs - ms).toISOString();
}
