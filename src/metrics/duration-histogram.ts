// How long things took, in bounded memory: counts in buckets whose width grows with the duration, so that
// a percentile is right to 3 %. Of the last ten minutes: a slot for each of them, the oldest is used anew.

const subBuckets = 32;
/** From a microsecond to over an hour. */
const octaves = 33;
const size = octaves * subBuckets;
const slots = 10;
const slotMs = 60_000;

function bucketOf(durationMs: number): number {
  const micros = Math.max(1, durationMs * 1000);
  const octave = Math.min(octaves - 1, Math.floor(Math.log2(micros)));
  const within = Math.floor((micros / 2 ** octave - 1) * subBuckets);
  return octave * subBuckets + Math.min(subBuckets - 1, Math.max(0, within));
}

/** The middle of a bucket, in milliseconds. */
function middleOf(bucket: number): number {
  const octave = Math.floor(bucket / subBuckets);
  return (2 ** octave * (1 + ((bucket % subBuckets) + 0.5) / subBuckets)) / 1000;
}

export class DurationHistogram {
  readonly #counts = Array.from({ length: slots }, () => new Uint32Array(size));
  readonly #slotOf = new Float64Array(slots).fill(-1);

  /** Counts one; `atMs` of a clock that never goes backwards. */
  add(durationMs: number, atMs: number): void {
    const period = Math.floor(atMs / slotMs);
    const slot = period % slots;
    const counts = this.#counts[slot];
    if (counts === undefined) return;
    if (this.#slotOf[slot] !== period) {
      counts.fill(0);
      this.#slotOf[slot] = period;
    }
    const bucket = bucketOf(durationMs);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }

  /** The durations that `ranks` (in percent) of those of the last ten minutes did not exceed. */
  percentiles(ranks: readonly number[], atMs: number): readonly (number | null)[] {
    const period = Math.floor(atMs / slotMs);
    const sums = new Float64Array(size);
    let total = 0;
    for (const [slot, counts] of this.#counts.entries()) {
      const of = this.#slotOf[slot] ?? -1;
      if (of < 0 || of <= period - slots) continue;
      for (let bucket = 0; bucket < size; bucket += 1) {
        const count = counts[bucket] ?? 0;
        sums[bucket] = (sums[bucket] ?? 0) + count;
        total += count;
      }
    }
    return ranks.map((rank) => {
      if (total === 0) return null;
      let left = Math.ceil((total * rank) / 100);
      for (let bucket = 0; bucket < size; bucket += 1) {
        left -= sums[bucket] ?? 0;
        if (left <= 0) return middleOf(bucket);
      }
      return null;
    });
  }
}
