// Takes reports of others: proves the sender, reads the body, has the engine observe it, and answers only
// when that is committed. What is wrong in a report is told, and keeps nothing else of it out.
import { UnavailableError } from '../../core/errors.ts';
import type { Clock } from '../../core/clock.ts';
import type { IntakeSettings } from '../../core/intakes.ts';
import { mayPass } from '../../store/connection.ts';
import type { AlertEngine, Observation } from '../observation.ts';
import { readAlertmanager } from './alertmanager.ts';
import { readGeneric } from './generic.ts';
import { hasToken, isSigned, type Report } from './proof.ts';
import type { ReadReport } from './reading.ts';

export interface IntakeAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** How an intake is seen: nothing of it is secret. */
export interface IntakeView extends Pick<IntakeSettings, 'name' | 'kind' | 'expiresMs'> {
  readonly path: string;
  readonly proof: IntakeProof;
  /** The header of the signature; null where the proof is no signature in a header of its own. */
  readonly header: string | null;
  /** The header with the time of the signature; null where the signature is of the body alone. */
  readonly timestampHeader: string | null;
}

export type IntakeProof = 'TOKEN' | 'SIGNATURE' | 'STANDARD_WEBHOOKS';

export interface Intakes {
  /**
   * What a request without its body comes to: an answer that refuses it, or undefined when its body is
   * wanted. An intake that is not there answers as one whose token is wrong.
   */
  refuse(name: string, headers: Report['headers']): IntakeAnswer | undefined;
  /** Takes a report. `form` is `list` for what is posted to an Alertmanager's API. */
  receive(name: string, form: 'webhook' | 'list', report: Report): Promise<IntakeAnswer>;
  /** All of the configuration, in its order. */
  list(): readonly IntakeView[];
}

/** Longest body that is read, in bytes. */
export const longestReport = 4_194_304;

const unproven: IntakeAnswer = {
  status: 401,
  body: {
    error:
      'There is no such intake, or the token or signature is not the one of its configuration.',
  },
  headers: { 'www-authenticate': 'Bearer realm="hawkwatch"' },
};

const mostFaultsTold = 20;
// So many in one report are no fault of the report: its sender keeps it, and sends it again.
const mostUnstorable = 100;

export function createIntakes(options: {
  readonly engine: Pick<AlertEngine, 'observeTogether'>;
  readonly clock: Clock;
  settings(): readonly IntakeSettings[];
}): Intakes {
  const { engine, clock } = options;
  const find = (name: string): IntakeSettings | undefined =>
    options.settings().find((intake) => intake.name === name);

  return {
    list: () => options.settings().map(viewOf),
    refuse: (name, headers) => {
      const settings = find(name);
      if (settings === undefined) return unproven;
      return settings.hmac !== undefined || hasToken(settings, headers) ? undefined : unproven;
    },
    receive: async (name, form, report) => {
      const settings = find(name);
      const now = clock.now();
      if (settings === undefined) return unproven;
      if (!hasToken(settings, report.headers) && !isSigned(settings, report, now)) return unproven;
      const body = parseJson(report.body);
      if (body === undefined) {
        return { status: 400, body: { error: 'The body is no JSON. Nothing was taken.' } };
      }
      const { observations, faults: misread } = read(settings, form, body, now);
      const unstored: Observation[] = [];
      if (observations.length > 0) {
        try {
          await observeAll(engine, observations, unstored);
        } catch (error) {
          if (!(error instanceof UnavailableError)) throw error;
          return {
            status: 503,
            body: { error: 'Too much is waiting. Nothing was taken; send it again.' },
            headers: { 'retry-after': '5' },
          };
        }
      }
      const faults = [
        ...misread,
        ...unstored.map(({ rule }) => `the alert ${rule} cannot be stored as it is`),
      ];
      const taken = observations.length - unstored.length;
      if (faults.length === 0) return { status: 200, body: { taken } };
      return {
        status: 400,
        body: {
          error: `${faults.length} of the alerts could not be taken; all others were.`,
          taken,
          faults: faults.slice(0, mostFaultsTold),
        },
      };
    },
  };
}

function viewOf({ name, kind, expiresMs, hmac }: IntakeSettings): IntakeView {
  const isStandard = hmac?.secret.startsWith('whsec_') === true;
  const proof = hmac === undefined ? 'TOKEN' : isStandard ? 'STANDARD_WEBHOOKS' : 'SIGNATURE';
  const header = proof === 'SIGNATURE' ? (hmac?.header ?? null) : null;
  const timestampHeader = proof === 'SIGNATURE' ? (hmac?.timestampHeader ?? null) : null;
  return { name, kind, expiresMs, path: `/intake/${name}`, proof, header, timestampHeader };
}

/**
 * Observes all of them in their order. What the store takes never, as it is, is put into `unstored`; it is
 * found by halves, so that one among thousands costs few transactions.
 */
async function observeAll(
  engine: Pick<AlertEngine, 'observeTogether'>,
  observations: readonly Observation[],
  unstored: Observation[],
): Promise<void> {
  try {
    return await engine.observeTogether(observations);
  } catch (error) {
    if (error instanceof UnavailableError || mayPass(error)) throw error;
    if (observations.length === 1) {
      if (unstored.length === mostUnstorable) throw error;
      unstored.push(...observations);
      return;
    }
  }
  const half = Math.ceil(observations.length / 2);
  await observeAll(engine, observations.slice(0, half), unstored);
  await observeAll(engine, observations.slice(half), unstored);
}

function read(
  settings: IntakeSettings,
  form: 'webhook' | 'list',
  body: unknown,
  now: Date,
): ReadReport {
  if (settings.kind === 'alertmanager') return readAlertmanager(body, form, settings, now);
  if (form === 'webhook') return readGeneric(body, settings, now);
  return {
    observations: [],
    faults: ['this intake is of the kind generic: post to its path without /api'],
  };
}

function parseJson(body: Uint8Array): unknown {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return parsed;
  } catch {
    // The only way to ask whether it is JSON.
    return undefined;
  }
}
