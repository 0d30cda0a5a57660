// The contract of a probe: how one kind of endpoint is looked at. A kind is one file that exports
// `defineProbe({...})` and one line in `probes/registry.ts`. A probe throws `ProbeFailure` when the
// endpoint is not as it should be; what it had found until then stands in `found`. It never outlives
// `signal`, reads a bounded number of bytes, and leaves the closing of its sockets to the runner.
import type { Clock } from '../../core/clock.ts';
import type { Found } from './found.ts';
import type { Network } from './network/network.ts';

export interface ProbeContext {
  readonly clock: Clock;
  readonly network: Network;
  readonly found: Found;
  /** Aborted at the deadline, and when nobody wants the result any more. */
  readonly signal: AbortSignal;
  /** Milliseconds until the deadline, at the start. */
  readonly timeoutMs: number;
}

export interface Probe<Settings> {
  /** One sentence for the documentation. */
  readonly description: string;
  /** Where it leads: shown to viewers, so without user, password and parameters. */
  target(settings: Settings): string;
  /** Texts that must never be shown, in whatever form they come back. */
  secrets(settings: Settings): readonly string[];
  /** @throws ProbeFailure, or what the network threw. */
  run(settings: Settings, context: ProbeContext): Promise<void>;
}

/** Declares a probe. */
export function defineProbe<Settings>(probe: Probe<Settings>): Probe<Settings> {
  return probe;
}
