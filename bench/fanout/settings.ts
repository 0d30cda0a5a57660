// What is measured: modes, sizes and lengths. A part of it is run with
//   HAWKWATCH_BENCH_ONLY=hawkwatch,ws   HAWKWATCH_BENCH_REPETITIONS=1
//   HAWKWATCH_BENCH_SUBSCRIBERS=100     HAWKWATCH_BENCH_IN_FLIGHT=16
import process from 'node:process';

export const modes = ['hawkwatch', 'yoga', 'mercurius', 'ws', 'ws_batched'] as const;
export type Mode = (typeof modes)[number];

function readModes(text: string | undefined): readonly Mode[] {
  if (text === undefined || text === '') return modes;
  const names = text.split(',');
  const unknown = names.filter((name) => !modes.some((mode) => mode === name));
  if (unknown.length > 0) throw new Error(`HAWKWATCH_BENCH_ONLY: unknown ${unknown.join(', ')}`);
  return modes.filter((mode) => names.includes(mode));
}

function readCount(name: string, usual: number): number {
  const count = Number(process.env[name] ?? usual);
  if (Number.isInteger(count) && count > 0) return count;
  throw new Error(`${name} must be a whole number above 0`);
}

export const measured = readModes(process.env['HAWKWATCH_BENCH_ONLY']);
export const repetitions = readCount('HAWKWATCH_BENCH_REPETITIONS', 3);
/** The many; the few are a tenth of them. */
export const many = readCount('HAWKWATCH_BENCH_SUBSCRIBERS', 1000);
export const few = Math.max(1, Math.round(many / 10));
export const documents = Math.min(50, many);
/**
 * Events on their way at a time: the next one is published when the oldest has reached all. Enough
 * that no mode waits for its publisher, which for hawkwatch is a commit.
 */
export const inFlight = readCount('HAWKWATCH_BENCH_IN_FLIGHT', 16);

/** Deliveries per second at which latency is measured, whatever the number of subscribers. */
export const latencyRate = 10_000;
export const warmUpMs = 800;
export const measureMs = 1_200;
export const latencyMs = { few: 2_000, many: 5_000 };

/** Clients that stop reading, and for how long. */
export const slowShare = 0.01;
export const slowMs = 4_000;
/** Sent to them first: more than the kernel and the server hold for a connection. */
export const fillingEvents = 112;
export const fillingText = 64_000;
/** Length of the text in a large event, so that it has about 2 kB. */
export const largeText = 1_800;
/** Length of the text in any other event, so that its answer has about 300 bytes. */
export const smallText = 60;

/** Only a whole run is written to bench/results. */
export const whole = measured.length === modes.length && many === 1000 && repetitions >= 3;
