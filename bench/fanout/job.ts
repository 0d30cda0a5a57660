// What the orchestrator asks the load client for, and what it answers, over Node's IPC.

export interface Target {
  /** Of GraphQL over HTTP. */
  readonly url: string;
  readonly control: number;
  readonly pid: number;
  /** Only hawkwatch asks who is there. */
  readonly token?: string;
  /** The log that hawkwatch's events are appended to; peers get theirs through `control`. */
  readonly databaseUrl?: string;
}

export type Phase =
  | { readonly kind: 'rate'; readonly warmUpMs: number; readonly measureMs: number }
  /** Left out when the rate before it was not well above this one. */
  | { readonly kind: 'latency'; readonly eventsPerSecond: number; readonly measureMs: number }
  /** So many clients stop reading, for so long, and catch up. */
  | {
      readonly kind: 'slow';
      readonly sockets: number;
      readonly measureMs: number;
      /** What they are sent beforehand, so that nothing more fits into their connections. */
      readonly fillingEvents: number;
      readonly fillingText: number;
    };

export interface Job {
  readonly target: Target;
  readonly subscribers: number;
  readonly documents: number;
  readonly inFlight: number;
  readonly textLength: number;
  /** Also tell how much memory the idle connections took. */
  readonly memory: boolean;
  readonly phases: readonly Phase[];
}

export interface RateResult {
  readonly perSecond: number;
  /** Of the measured process, per delivery. */
  readonly cpuMicroseconds: number;
  /** How much of its core the load client used. */
  readonly clientPercent: number;
}

export interface LatencyResult {
  /** From the server's taking of the event to its arrival; all deliveries. */
  readonly p50: number;
  readonly p99: number;
  /** From the commit, for hawkwatch. */
  readonly commit?: { readonly p50: number; readonly p99: number };
}

export interface SlowResult {
  /** Events per second that reached all others, over those before. */
  readonly ratio: number;
  readonly perSecond: number;
  readonly grownMiB: number;
  /** Text of events that a slow client was behind at the end. */
  readonly behindKiB: number;
  readonly caughtUpMs: number;
}

export interface JobResult {
  readonly connectionKiB?: number;
  readonly rate?: RateResult;
  readonly latency?: LatencyResult;
  readonly slow?: SlowResult;
}
