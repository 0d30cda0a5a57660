// One check of an endpoint: the probe within its deadline, what it found as data, nothing left open.
import type { Clock } from '../../core/clock.ts';
import type { EndpointFinding, EndpointPhases } from '../../core/endpoints.ts';
import { coerceError } from '../../core/errors.ts';
import { anyAddress, publicAddresses } from './network/address-rules.ts';
import type { Lookup } from './network/lookup.ts';
import { createNetwork } from './network/network.ts';
import { ProbeFailure, type Found } from './found.ts';
import { probeFor } from './probes/registry.ts';
import type { WatchedEndpoint } from './settings.ts';

export interface RunProbeOptions {
  readonly clock: Clock;
  readonly lookup: Lookup;
  readonly signal: AbortSignal;
}

const longestReason = 500;
const leastSecret = 4;

/**
 * Looks at an endpoint once. That it is not as it should be is data.
 * @throws the signal's reason when it is aborted from outside.
 */
export async function runProbe(
  endpoint: Pick<WatchedEndpoint, 'probe' | 'timeoutMs' | 'origin' | 'rules'>,
  { clock, lookup, signal }: RunProbeOptions,
): Promise<EndpointFinding> {
  const { probe: settings, timeoutMs, origin, rules } = endpoint;
  const probe = probeFor(settings);
  const deadline = new AbortController();
  const onAbort = (): void => deadline.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const cancel = clock.setTimer(timeoutMs, () => deadline.abort(new Error('the time is up')));
  const found: Found = {
    doing: 'starting',
    status: null,
    phases: {},
    certificates: [],
    warnings: [],
    sockets: new Set(),
  };
  const close = (): void => {
    for (const socket of found.sockets) socket.destroy();
  };
  deadline.signal.addEventListener('abort', close, { once: true });
  const network = createNetwork({
    clock,
    lookup,
    found,
    signal: deadline.signal,
    rules: origin === 'FILE' ? anyAddress : publicAddresses(rules.allowPrivate),
  });
  const beganMs = clock.monotonicMs();
  let failure: string | null = null;
  try {
    signal.throwIfAborted();
    await withinSignal(deadline.signal, () =>
      probe.run(settings, { clock, network, found, timeoutMs, signal: deadline.signal }),
    );
  } catch (error) {
    signal.throwIfAborted();
    failure = deadline.signal.aborted
      ? `no answer within ${timeoutMs} ms, while ${found.doing}`
      : wordsOf(error);
  } finally {
    cancel();
    signal.removeEventListener('abort', onAbort);
    // Whatever still listens to it ends, and all its connections.
    deadline.abort(new Error('the check is over'));
  }
  const reason = failure ?? (found.warnings.length > 0 ? found.warnings.join('; ') : null);
  return {
    ok: failure === null,
    degraded: failure === null && found.warnings.length > 0,
    reason: reason === null ? null : withoutSecrets(reason, probe.secrets(settings)),
    status: found.status,
    durationMs: rounded(clock.monotonicMs() - beganMs),
    phases: roundedPhases(found.phases),
    certificates: found.certificates,
  };
}

/** Ends the wait with the signal, also for a probe that does not. */
async function withinSignal(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(coerceError(signal.reason));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof ProbeFailure) return error.message;
  const cause = coerceError(error);
  const code = 'code' in cause && typeof cause.code === 'string' ? ` (${cause.code})` : '';
  return `it cannot be checked${code}: ${cause.message}`;
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  // The longest first, so that no end of one is left.
  const long = secrets
    .filter((secret) => secret.length >= leastSecret)
    .toSorted((a, b) => b.length - a.length);
  return long
    .reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
    .slice(0, longestReason);
}

const rounded = (ms: number): number => Math.round(ms * 10) / 10;

function roundedPhases(phases: EndpointPhases): EndpointPhases {
  return Object.fromEntries(
    Object.entries(phases).map(([phase, ms]: [string, number]) => [phase, rounded(ms)]),
  );
}
