// Signs of life: what others send to hawkwatch, so that their silence is noticed, and what hawkwatch sends
// itself to somebody who notices its own.

export interface HeartbeatSettings {
  readonly name: string;
  /** How often it is sent. */
  readonly everyMs: number;
  /** How much later than that it may come before it is missing. */
  readonly graceMs: number;
  /** Sent as `Authorization: Bearer …`. */
  readonly token: string;
}

/** Where hawkwatch reports that it lives. */
export interface OutgoingHeartbeatSettings {
  /** A secret. */
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly everyMs: number;
}

/** WAITING: nothing was ever heard of it, so its silence means nothing yet. */
export type HeartbeatState = 'WAITING' | 'OK' | 'MISSING';
