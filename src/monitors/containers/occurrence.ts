// One thing that happened to a container: as the daemon told it, or as it was concluded from its list.
import { z } from 'zod';

import type { ContainerVerdict } from '../../store/container-facts.ts';
import { composeOf, keyOf, plainName } from './identity.ts';
import { exitCodeOf } from './stored-numbers.ts';

/** What was concluded where no event was seen. */
export interface Assumption {
  readonly verdict: ContainerVerdict;
  readonly reason: string;
  /** How many times it happened since it was last looked at. */
  readonly count: number;
  /** How many of these count as within the time of a crash loop. */
  readonly recent: number;
}

export interface Occurrence {
  readonly dockerId: string;
  /** `start`, `die`, `health_status` …, without what the daemon puts behind it. */
  readonly action: string;
  /** What it puts behind it, as `healthy`. */
  readonly detail: string | null;
  readonly atMs: number;
  /** When it came here, by our own clock: the daemon's may differ. */
  readonly heardAtMs: number;
  /** Nanoseconds since 1970 in digits: more than a number holds. */
  readonly timeNano: string;
  readonly key: string;
  readonly name: string;
  readonly image: string;
  /** As compose writes it down; empty where it does not. */
  readonly imageId: string;
  /** Compose's, of the service's configuration. */
  readonly configHash: string | null;
  readonly exitCode: number | null;
  /** Of a kill. */
  readonly signal: number | null;
  /** Null for what the daemon told. */
  readonly assumed: Assumption | null;
}

// Attributes are labels too, so anything may stand there; a daemon of an old version gives only the
// lower-case ones.
const line = z.object({
  Type: z.string().optional(),
  Action: z.string().optional(),
  status: z.string().optional(),
  id: z.string().optional(),
  from: z.string().optional(),
  time: z.number().optional(),
  Actor: z
    .object({
      ID: z.string().optional(),
      Attributes: z.record(z.string(), z.string()).nullish(),
    })
    .optional(),
});

const nanoseconds = /"timeNano"\s*:\s*([0-9]{1,19})(?![0-9.eE])/g;

/**
 * An event by the daemon's raw line: its time does not survive `JSON.parse`. Undefined for what is
 * about no container. @throws SyntaxError or ZodError when it is no event.
 */
export function parseEventLine(text: string, heardAtMs: number): Occurrence | undefined {
  const raw: unknown = JSON.parse(text);
  const { Type = 'container', Action, status, id, from, time, Actor } = line.parse(raw);
  const told = Action ?? status;
  const dockerId = Actor?.ID ?? id;
  if (Type !== 'container' || !told || !dockerId || dockerId.length > 128) return undefined;
  const attributes = Actor?.Attributes ?? {};
  const timeNano = nanosecondsOf(text, time);
  if (timeNano === undefined) return undefined;
  // `exec_create: COMMAND` and `health_status: STATUS` hold data behind the name.
  const colon = told.indexOf(': ');
  const name = plainName(attributes['name'] ?? dockerId.slice(0, 12));
  return {
    dockerId,
    action: (colon === -1 ? told : told.slice(0, colon)).slice(0, 64),
    detail: colon === -1 ? null : told.slice(colon + 2).slice(0, 200),
    atMs: Number(BigInt(timeNano) / 1_000_000n),
    heardAtMs,
    timeNano,
    key: keyOf(name, attributes),
    name,
    image: (attributes['image'] ?? from ?? '').slice(0, 500),
    imageId: (attributes['com.docker.compose.image'] ?? '').slice(0, 200),
    configHash: composeOf(attributes)?.configHash ?? null,
    exitCode: exitCodeOf(wholeNumber(attributes['exitCode'] ?? attributes['containerExitCode'])),
    signal: exitCodeOf(wholeNumber(attributes['signal'])),
    assumed: null,
  };
}

function nanosecondsOf(text: string, seconds: number | undefined): string | undefined {
  // It stands behind the attributes, and only there is it a number: a label's value is a string.
  const found = [...text.matchAll(nanoseconds)].at(-1)?.[1];
  if (found !== undefined) return BigInt(found).toString();
  if (seconds === undefined || !Number.isSafeInteger(seconds)) return undefined;
  // As many digits as are read above: a later time is none.
  if (seconds < 0 || seconds > 9_999_999_999) return undefined;
  return (BigInt(seconds) * 1_000_000_000n).toString();
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^-?[0-9]{1,10}$/.test(text) ? Number(text) : null;
}

/** A time in the form in which the daemon takes it: SECONDS.NANOSECONDS. */
export function sinceOf(timeNano: string): string {
  const digits = timeNano.padStart(10, '0');
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

/** Milliseconds since 1970 as nanoseconds in digits. */
export function nanosOfMs(ms: number): string {
  return (BigInt(Math.trunc(ms)) * 1_000_000n).toString();
}
