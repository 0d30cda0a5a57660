// The table and the ratios of a run.
import { round } from '../report.ts';
import type { JobResult } from './job.ts';
import { medianOf, ratioOf, type Case, type Collected } from './results.ts';
import { documents, few, latencyRate, many, measured, modes, type Mode } from './settings.ts';

type Row = Record<string, string | number>;

const titles: Readonly<Record<Case, string>> = {
  few: `${few} subscribers`,
  many: `${many} subscribers`,
  documents: `${many} subscribers, ${documents} documents`,
  slow: `${many} subscribers, 1 % not reading`,
  idle: `${many} idle subscribers`,
};

export const perSecond = ({ rate }: JobResult): number | undefined => rate?.perSecond;
const p99 = ({ latency }: JobResult): number | undefined => latency?.p99;

/** Cells that have a value. */
function cells(values: Readonly<Record<string, readonly [number | undefined, number]>>): Row {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, [value, digits]]) =>
      value === undefined || Number.isNaN(value) ? [] : [[name, round(value, digits)]],
    ),
  );
}

function rateRow(mode: Mode, name: Case, results: readonly JobResult[]): Row {
  const rates = results.flatMap(({ rate }) => (rate === undefined ? [] : [rate.perSecond]));
  return {
    mode,
    case: titles[name],
    ...cells({
      'deliveries/s': [medianOf(results, perSecond), 0],
      least: [Math.min(...rates), 0],
      most: [Math.max(...rates), 0],
      'server CPU µs': [medianOf(results, ({ rate }) => rate?.cpuMicroseconds), 1],
      'client core %': [medianOf(results, ({ rate }) => rate?.clientPercent), 0],
    }),
  };
}

function latencyRow(mode: Mode, name: Case, results: readonly JobResult[]): Row[] {
  if (medianOf(results, p99) === undefined) return [];
  const values = cells({
    'p50 ms': [medianOf(results, ({ latency }) => latency?.p50), 2],
    'p99 ms': [medianOf(results, p99), 2],
    'commit p50 ms': [medianOf(results, ({ latency }) => latency?.commit?.p50), 2],
    'commit p99 ms': [medianOf(results, ({ latency }) => latency?.commit?.p99), 2],
  });
  return [{ mode, case: `${titles[name]}, ${latencyRate} deliveries/s`, ...values }];
}

function idleRow(mode: Mode, collected: Collected): Row {
  const connection = ({ connectionKiB }: JobResult): number | undefined => connectionKiB;
  const own = medianOf(collected.of(mode, 'idle'), connection);
  const bare = medianOf(collected.of('ws', 'idle'), connection);
  const above = own === undefined || bare === undefined ? undefined : own - bare;
  const values = cells({ 'KiB/connection': [own, 1], 'KiB above ws': [above, 1] });
  return { mode, case: titles.idle, ...values };
}

function slowRows(results: readonly JobResult[]): Row[] {
  if (results.length === 0) return [];
  const values = cells({
    'deliveries/s': [medianOf(results, ({ slow }) => slow?.perSecond), 0],
    'memory grown MiB': [medianOf(results, ({ slow }) => slow?.grownMiB), 1],
    'behind KiB': [medianOf(results, ({ slow }) => slow?.behindKiB), 0],
    'caught up ms': [medianOf(results, ({ slow }) => slow?.caughtUpMs), 0],
  });
  return [{ mode: 'hawkwatch', case: titles.slow, ...values }];
}

/** One row for each mode and case, and what was measured there. */
export function rowsOf(collected: Collected): readonly Row[] {
  const cases = (['few', 'many', 'documents'] as const).flatMap((name) =>
    modes.map((mode) => [mode, name, collected.of(mode, name)] as const),
  );
  const present = cases.filter(([, , results]) => results.length > 0);
  return [
    ...present.map((one) => rateRow(...one)),
    ...present.flatMap((one) => latencyRow(...one)),
    ...measured.map((mode) => idleRow(mode, collected)),
    ...slowRows(collected.of('hawkwatch', 'slow')),
  ];
}

/** Hawkwatch over each peer, those that were measured. */
export function ratiosOf(collected: Collected): Readonly<Record<string, number>> {
  const against = (peer: Mode, name: Case, pick: (result: JobResult) => number | undefined) =>
    ratioOf(collected.of('hawkwatch', name), collected.of(peer, name), pick);
  const slow = medianOf(collected.of('hawkwatch', 'slow'), ({ slow: result }) => result?.ratio);
  const ratios = cells({
    yoga: [against('yoga', 'many', perSecond), 2],
    mercurius: [against('mercurius', 'many', perSecond), 2],
    ws: [against('ws', 'many', perSecond), 2],
    ws_batched: [against('ws_batched', 'many', perSecond), 2],
    yoga_50_documents: [against('yoga', 'documents', perSecond), 2],
    p99_over_ws: [against('ws', 'many', p99), 2],
    slow_sockets_rate: [slow, 2],
  });
  return Object.fromEntries(Object.entries(ratios).map(([name, value]) => [name, Number(value)]));
}
