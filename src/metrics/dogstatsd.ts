// Sends samples on to a DogStatsD agent as gauges, over UDP: joined into datagrams that fit into one
// Ethernet frame, a moment after they came. Nobody waits for it, and nothing is kept for an agent that
// is away: what cannot be sent at once is dropped and counted.
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

import type { Clock } from '../core/clock.ts';
import { coerceError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { Sample } from './samples.ts';

export interface DogStatsdSettings {
  readonly host: string;
  readonly port: number;
  /** In front of each name, as `hawkwatch.`; may be empty. */
  readonly prefix: string;
  /** With each sample. */
  readonly tags: Readonly<Record<string, string>>;
  /** Names of metrics, or their beginnings with `*` at the end; empty: all. */
  readonly include: readonly string[];
}

export interface DogStatsd {
  /** To be told of all samples. */
  note(samples: readonly Sample[]): void;
  readonly dropped: number;
  readonly sent: number;
  stop(): void;
}

const maxDatagram = 1_432;
const everyMs = 100;
const maxWaiting = 10_000;
/** Datagrams that the system has not taken yet. */
const maxInFlight = 256;
/** How long an address is taken to stay the agent's, and a failure to stay one. */
const lookUpMs = 60_000;
const lookUpAgainMs = 10_000;

function isIncluded(include: readonly string[], metric: string): boolean {
  if (include.length === 0) return true;
  return include.some((form) =>
    form.endsWith('*') ? metric.startsWith(form.slice(0, -1)) : metric === form,
  );
}

/** Letters, digits, `_` and `.`; the agent cuts after 200 characters. */
function toName(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_.]/g, '_').slice(0, 200);
}

/** Lower-case letters, digits and `_-./`: `,`, `|` and `:` would end a tag. */
function toTag(name: string, value: string): string {
  const clean = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}0-9_./-]/gu, '_');
  return `${clean(name)}:${clean(value)}`.slice(0, 200);
}

/** A sample as a line of the protocol; of one byte length for each character or more. */
export function formatSample(sample: Sample, { prefix, tags }: DogStatsdSettings): string {
  const { metric, subject, labels = {}, value } = sample;
  const all = { ...tags, ...labels, subject };
  const written = Object.entries(all).map(([name, text]) => toTag(name, text));
  return `${toName(`${prefix}${metric}`)}:${value}|g|#${written.join(',')}`;
}

/** Begins to send. */
export function startDogStatsd(options: {
  readonly settings: DogStatsdSettings;
  readonly clock: Pick<Clock, 'setTimer' | 'monotonicMs'>;
  readonly logger: Logger;
}): DogStatsd {
  const { settings, clock, logger } = options;
  const socket = createSocket(isIP(settings.host) === 6 ? 'udp6' : 'udp4');
  socket.unref();
  // Looked up once for many datagrams: each look-up holds a thread that files need as well.
  let address = isIP(settings.host) === 0 ? undefined : settings.host;
  let lookedUpMs = Number.NEGATIVE_INFINITY;
  let lookingUp = false;
  let waiting: Sample[] = [];
  let dropped = 0;
  let sent = 0;
  let inFlight = 0;
  let told = false;
  let stopped = false;
  let cancelTimer: (() => void) | undefined;

  const fail = (error: unknown): void => {
    if (told) return;
    told = true;
    logger.warn({ err: coerceError(error) }, 'samples cannot be sent to DogStatsD');
  };
  socket.on('error', fail);

  const send = (lines: readonly string[]): void => {
    if (inFlight >= maxInFlight || address === undefined) {
      dropped += lines.length;
      return;
    }
    inFlight += 1;
    socket.send(lines.join('\n'), settings.port, address, (error) => {
      inFlight -= 1;
      if (error === null) {
        sent += lines.length;
        told = false;
      } else {
        dropped += lines.length;
        fail(error);
      }
    });
  };

  /** Finds the agent's address; what waits leaves when it is known, or is dropped. */
  const findAgent = async (): Promise<void> => {
    lookingUp = true;
    lookedUpMs = clock.monotonicMs();
    try {
      ({ address } = await lookup(settings.host, { family: 4 }));
    } catch (error) {
      fail(error);
    }
    lookingUp = false;
    flush();
  };

  const flush = (): void => {
    cancelTimer = undefined;
    if (isIP(settings.host) === 0 && !stopped && !lookingUp) {
      const againMs = address === undefined ? lookUpAgainMs : lookUpMs;
      if (clock.monotonicMs() - lookedUpMs >= againMs) void findAgent();
    }
    if (address === undefined && lookingUp && !stopped) return;
    const samples = waiting;
    waiting = [];
    if (address === undefined) {
      dropped += samples.length;
      return;
    }
    let lines: string[] = [];
    let bytes = 0;
    for (const sample of samples) {
      const line = formatSample(sample, settings);
      const length = Buffer.byteLength(line) + 1;
      if (length > maxDatagram) {
        dropped += 1;
        continue;
      }
      if (bytes + length > maxDatagram) {
        send(lines);
        lines = [];
        bytes = 0;
      }
      lines.push(line);
      bytes += length;
    }
    if (lines.length > 0) send(lines);
  };

  return {
    note: (samples) => {
      if (stopped) return;
      for (const sample of samples) {
        if (!isIncluded(settings.include, sample.metric)) continue;
        if (!Number.isFinite(sample.value)) continue;
        if (waiting.length >= maxWaiting) dropped += 1;
        else waiting.push(sample);
      }
      if (waiting.length > 0) cancelTimer ??= clock.setTimer(everyMs, flush);
    },
    get dropped() {
      return dropped;
    },
    get sent() {
      return sent;
    },
    stop: () => {
      if (stopped) return;
      stopped = true;
      cancelTimer?.();
      flush();
      socket.close();
    },
  };
}
