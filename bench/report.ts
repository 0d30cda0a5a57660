// What every bench prints and writes: a table, and bench/results/<name>.json.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface Report {
  readonly name: string;
  readonly rows: readonly Readonly<Record<string, string | number>>[];
  /** Ours over the peer's, or the other way round, as the bench's header says. */
  readonly ratios: Readonly<Record<string, number>>;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

export function percentile(values: readonly number[], rank: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const index = Math.min(sorted.length - 1, Math.floor((sorted.length * rank) / 100));
  return sorted[index] ?? Number.NaN;
}

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}

export function show(report: Report): void {
  console.table(report.rows);
  console.table([report.ratios]);
}

export async function publish(report: Report): Promise<void> {
  show(report);
  const folder = path.join(import.meta.dirname, 'results');
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${report.name}.json`);
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
}
