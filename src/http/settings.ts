// What the HTTP server is told, and the bounds that need no setting.

export interface Limits {
  /** Levels of fields within fields. */
  readonly depth: number;
  /** Objects that an answer may hold, as estimated beforehand. */
  readonly cost: number;
  readonly aliases: number;
  /** Lexical tokens of a document. */
  readonly tokens: number;
  /** Bytes of an HTTP body or a WebSocket message. */
  readonly messageBytes: number;
  /** Operations that one WebSocket may have open at a time. */
  readonly subscriptionsPerSocket: number;
  /** WebSockets and event streams that one token may have open at a time. */
  readonly socketsPerToken: number;
}

export interface HttpConfig {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly limits: Limits;
  /** Origins besides our own whose pages may connect, as `https://dash.example`. */
  readonly allowedOrigins: readonly string[];
  readonly timings?: Partial<Timings> | undefined;
  /** False: every subscription is executed by itself, as a comparison for the shared ones. */
  readonly sharing?: boolean | undefined;
}

export interface Timings {
  /** Between pings of a WebSocket; one that has not answered by the next is terminated. */
  readonly pingMs: number;
  /** How long a WebSocket may take to say who it is. */
  readonly initMs: number;
  /** Between comments on an event stream. */
  readonly keepAliveMs: number;
  /** How long a token that was looked up counts as known. */
  readonly tokenCacheMs: number;
  /** How long `close` waits for clients before it cuts them off. */
  readonly drainMs: number;
  /** Bytes waiting for a slow client above which no event is taken for it and nothing read. */
  readonly bufferedBytes: number;
  /** How long a slow client may take nothing at all before its WebSocket is closed with 4413. */
  readonly stuckMs: number;
  /** WebSockets that may be connected without having said who they are; further ones get 503. */
  readonly waitingSockets: number;
}

export const defaultTimings: Timings = {
  pingMs: 30_000,
  initMs: 5_000,
  keepAliveMs: 12_000,
  tokenCacheMs: 1_000,
  drainMs: 2_500,
  bufferedBytes: 1_048_576,
  stuckMs: 20_000,
  waitingSockets: 256,
};
