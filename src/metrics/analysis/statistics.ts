// The few figures that analysis is made of. Pure; those named robust are not moved by a few wild
// values.

/** A sorted copy. */
export function sorted(values: ArrayLike<number>): Float64Array {
  return new Float64Array(values).sort();
}

/** The quantile of sorted values, between two of them in proportion; NaN of none. */
export function quantileOfSorted(values: Float64Array, fraction: number): number {
  const place = (values.length - 1) * Math.min(Math.max(fraction, 0), 1);
  const below = values[Math.floor(place)] ?? Number.NaN;
  const above = values[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

export function medianOf(values: ArrayLike<number>): number {
  return quantileOfSorted(sorted(values), 0.5);
}

/** The median of sorted values without the one at `place`; NaN of a single one. */
export function medianWithout(values: Float64Array, place: number): number {
  const at = (index: number): number => values[index < place ? index : index + 1] ?? Number.NaN;
  const middle = (values.length - 2) / 2;
  return (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2;
}

/** Of a normal distribution the standard deviation is this many times the median deviation. */
const normalScale = 1.4826;

/** The median deviation from `centre`, scaled to be the standard deviation of normal values: robust. */
export function robustSpread(values: ArrayLike<number>, centre = medianOf(values)): number {
  const distances = new Float64Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    distances[index] = Math.abs((values[index] ?? 0) - centre);
  }
  return normalScale * quantileOfSorted(distances.sort(), 0.5);
}

export function averageOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index] ?? 0;
  return sum / values.length;
}

/** Of a sample; 0 of fewer than two values. */
export function standardDeviation(values: ArrayLike<number>): number {
  if (values.length < 2) return 0;
  const average = averageOf(values);
  let squares = 0;
  for (let index = 0; index < values.length; index += 1) {
    squares += ((values[index] ?? 0) - average) ** 2;
  }
  return Math.sqrt(squares / (values.length - 1));
}

/** How much each value has of the one before it: -1 to 1; 0 where nothing can be said. */
export function serialCorrelation(values: ArrayLike<number>): number {
  const average = averageOf(values);
  let together = 0;
  let squares = 0;
  for (let index = 0; index < values.length; index += 1) {
    const deviation = (values[index] ?? 0) - average;
    squares += deviation ** 2;
    if (index > 0) together += deviation * ((values[index - 1] ?? 0) - average);
  }
  return squares === 0 ? 0 : together / squares;
}

/**
 * As many independent values would tell as much: neighbours that resemble each other tell less than
 * their number.
 */
export function effectiveSize(values: ArrayLike<number>): number {
  const correlation = Math.min(Math.max(serialCorrelation(values), 0), 0.98);
  return Math.max((values.length * (1 - correlation)) / (1 + correlation), 2);
}
