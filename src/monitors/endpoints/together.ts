// Whether endpoints that are down went down together. Pure.
//
// A check every five minutes does not see the minute in which something broke: an endpoint broke at some
// time after its last good check and up to its first bad one. Those that may have broken in the same
// minute fail together when they are three or more, or half of all (two at least).

/** An endpoint that is DOWN. */
export interface FailingEndpoint {
  readonly id: string;
  /** The check that failed first. */
  readonly failingSince: Date;
  /** The check before it, if it is known. */
  readonly lastOkAt: Date | null;
  readonly everyMs: number;
}

const minuteMs = 60_000;
const many = 3;

/**
 * Those that fail together with the endpoint `id`, itself among them; empty when it fails alone.
 * `total` counts all that are checked.
 */
export function findTogether(
  failing: readonly FailingEndpoint[],
  id: string,
  total: number,
): readonly FailingEndpoint[] {
  const spans = failing.map((endpoint) => ({ endpoint, ...spanOf(endpoint) }));
  const own = spans.find(({ endpoint }) => endpoint.id === id);
  if (own === undefined) return [];
  // The most that share a moment share one at which one of them begins.
  const moments = spans
    .map(({ fromMs }) => Math.max(fromMs, own.fromMs))
    .filter((ms) => ms <= own.toMs);
  let largest: readonly FailingEndpoint[] = [];
  for (const ms of moments) {
    const sharing = spans.filter(({ fromMs, toMs }) => fromMs <= ms && ms <= toMs);
    if (sharing.length > largest.length) largest = sharing.map(({ endpoint }) => endpoint);
  }
  const isMany = largest.length >= many || (largest.length >= 2 && largest.length * 2 >= total);
  return isMany ? largest : [];
}

/** When it may have broken, a minute longer so that the same minute counts. */
function spanOf({ failingSince, lastOkAt, everyMs }: FailingEndpoint) {
  const toMs = failingSince.getTime() + minuteMs;
  // A check that was good long ago, before a pause, says nothing about the time since.
  const earliestMs = failingSince.getTime() - everyMs - minuteMs;
  const lastMs = lastOkAt === null ? failingSince.getTime() : lastOkAt.getTime();
  return { fromMs: Math.max(earliestMs, lastMs), toMs };
}
