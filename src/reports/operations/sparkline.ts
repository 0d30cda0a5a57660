// A small line as SVG. Gaps in what was measured are gaps in the line.

const width = 160;
const height = 32;
const margin = 3;

/** The line, with what it shows in words for those who cannot see it; values and label escaped outside. */
export function sparkline(line: readonly (number | null)[], label: string): string {
  const values = line.filter((value) => value !== null);
  if (values.length === 0) return '';
  const low = Math.min(...values);
  const high = Math.max(...values);
  const x = (index: number): string =>
    (margin + (index / Math.max(line.length - 1, 1)) * (width - 2 * margin)).toFixed(1);
  const y = (value: number): string => {
    const share = high === low ? 0.5 : (value - low) / (high - low);
    return (height - margin - share * (height - 2 * margin)).toFixed(1);
  };
  let path = '';
  let pen = false;
  line.forEach((value, index) => {
    if (value === null) pen = false;
    else {
      path += `${pen ? 'L' : 'M'}${x(index)} ${y(value)}`;
      // A single point between two gaps is shown, too.
      if (!pen && (line[index + 1] ?? null) === null) path += 'h0.1';
      pen = true;
    }
  });
  const last = line.findLastIndex((value) => value !== null);
  const dot = `<circle cx="${x(last)}" cy="${y(line[last] ?? low)}" r="2.2"/>`;
  return (
    `<svg class="spark" role="img" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}"><title>${label}</title><path d="${path}"/>${dot}</svg>`
  );
}
