// What the orchestrator asks the HTTP load client for, and what it answers.

export interface HttpJob {
  readonly url: string;
  readonly token?: string;
  readonly pid: number;
  readonly connections: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Rows in the table; the newest are asked for. */
  readonly rows: number;
}

export interface HttpResult {
  readonly perSecond: number;
  /** Of the measured process, per request. */
  readonly cpuMicroseconds: number;
  readonly p50: number;
  readonly p99: number;
  readonly bytes: number;
  /** How much of its core the load client used. */
  readonly clientPercent: number;
}
