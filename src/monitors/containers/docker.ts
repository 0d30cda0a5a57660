// Talks to one Docker daemon. Every call has a time-out, ends when its signal is aborted and reads a
// bounded answer; dockerode is loaded when the first daemon is opened, because that takes a while.
// It passes on what the daemon said; what it means is for others.
import { Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { inspect } from 'node:util';

import type { Clock } from '../../core/clock.ts';
import { DaemonError, describeFailure, describeStatus } from './daemon-error.ts';
import { readLines } from './lines.ts';
import type { DaemonSettings } from './settings.ts';
import { readTlsFiles } from './tls-files.ts';

/** Milliseconds and bytes; the defaults are for production. */
export interface DaemonLimits {
  /** From a question to its whole answer. */
  readonly callMs: number;
  /** From asking for a stream to its head. */
  readonly openMs: number;
  readonly bodyBytes: number;
  /** A longer line of a stream is skipped. */
  readonly lineBytes: number;
}

export const defaultDaemonLimits: DaemonLimits = {
  callMs: 10_000,
  openMs: 10_000,
  bodyBytes: 64 * 1_048_576,
  lineBytes: 1_048_576,
};

export interface OpenDaemonOptions {
  readonly clock: Clock;
  readonly limits?: Partial<DaemonLimits> | undefined;
}

/** Calls throw `DaemonError`, or the signal's reason when it is aborted. */
export interface Daemon {
  /**
   * The daemon's events about containers since `since` (`SECONDS.NANOSECONDS`, inclusive), one raw
   * line each, then live. Resolves when the daemon has accepted; iterating ends with a DaemonError
   * when the connection does. A line that was too long comes as null.
   */
  events(since: string, signal: AbortSignal): Promise<AsyncIterable<string | null>>;
  /** All containers, running or not, as the daemon lists them. */
  list(signal: AbortSignal): Promise<readonly unknown[]>;
  /** @throws DaemonError of kind NOT_FOUND when there is no such container. */
  inspect(id: string, signal: AbortSignal): Promise<unknown>;
  /** One sample; asks not to wait for a second one where the daemon can do so. */
  statsOnce(id: string, signal: AbortSignal): Promise<unknown>;
  /** A sample a second, one raw line each, until the container stops. */
  statsStream(id: string, signal: AbortSignal): Promise<AsyncIterable<string | null>>;
  /** Stops and starts a container; the daemon gives it its own time to stop. */
  restart(id: string, signal: AbortSignal): Promise<void>;
  /** What the daemon tells of itself: `SystemTime`, `ServerVersion`, `ID` … */
  info(signal: AbortSignal): Promise<unknown>;
  close(): void;
}

interface Question {
  readonly method: 'GET' | 'POST';
  /** Ends with `?` when there is a query. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** `to list containers`, without the `to`. */
  readonly call: string;
  readonly timeoutMs?: number;
}

interface Modem {
  dial(
    options: Record<string, unknown>,
    callback: (error: unknown, answer: IncomingMessage | null) => void,
  ): void;
}

/** The actions that say something; without exec_*, which health checks make many of. */
export const wantedActions = [
  'create',
  'start',
  'restart',
  'stop',
  'pause',
  'unpause',
  'rename',
  'update',
  'kill',
  'die',
  'oom',
  'destroy',
  'health_status',
] as const;

// Any status is passed on, because what docker-modem makes of one reads without a bound.
const anyStatus = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [n + 100, true]));
const restartMs = 120_000;

/** Opens a daemon; nothing is connected before the first call. */
export async function openDaemon(
  settings: DaemonSettings,
  { clock, limits: some = {} }: OpenDaemonOptions,
): Promise<Daemon> {
  const limits = { ...defaultDaemonLimits, ...some };
  const connections = await connectionsTo(settings);

  const ask = (
    { modem }: Connections,
    question: Question,
    signal: AbortSignal,
  ): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const { method, path, query, call } = question;
      modem.dial(
        {
          method,
          path,
          ...(query === undefined ? {} : { options: { _query: query, _body: {} } }),
          abortSignal: signal,
          isStream: true,
          statusCodes: anyStatus,
        },
        (error, answer) => {
          if (answer === null || answer === undefined) {
            reject(describeFailure(error, settings));
            return;
          }
          // Whoever reads it hears of failures too; before that nobody would.
          answer.on('error', () => undefined);
          const status = answer.statusCode ?? 0;
          if (status < 200 || (status > 299 && status !== 304)) {
            answer.destroy();
            reject(describeStatus(status, call));
          } else resolve(answer);
        },
      );
    });

  /** Runs `work` with a signal that ends at the time-out too. */
  const limited = async <T>(
    timeoutMs: number,
    call: string,
    signal: AbortSignal,
    work: (inner: AbortController) => Promise<T>,
  ): Promise<T> => {
    signal.throwIfAborted();
    const inner = new AbortController();
    const late = new DaemonError(
      'TIMEOUT',
      `it did not answer within ${Math.ceil(timeoutMs / 1000)} s when asked to ${call}`,
    );
    const cancel = clock.setTimer(timeoutMs, () => inner.abort(late));
    const forward = (): void => inner.abort(signal.reason);
    signal.addEventListener('abort', forward, { once: true });
    // The connection is ended too, but its end is not waited for.
    const aborted = new Promise<never>((_, reject) => {
      inner.signal.addEventListener('abort', () => reject(inner.signal.reason as Error), {
        once: true,
      });
    });
    try {
      return await Promise.race([work(inner), aborted]);
    } catch (error) {
      throw inner.signal.aborted ? inner.signal.reason : describeFailure(error, settings);
    } finally {
      cancel();
      signal.removeEventListener('abort', forward);
    }
  };

  const call = (question: Question, signal: AbortSignal): Promise<unknown> =>
    limited(question.timeoutMs ?? limits.callMs, question.call, signal, async (inner) => {
      const answer = await ask(connections.calls, question, inner.signal);
      const text = await readBody(answer, limits.bodyBytes);
      if (text === '') return null;
      try {
        const value: unknown = JSON.parse(text);
        return value;
      } catch (cause) {
        throw new DaemonError('MALFORMED', `it gave no JSON when asked to ${question.call}`, {
          cause,
        });
      }
    });

  const stream = (
    question: Question,
    signal: AbortSignal,
  ): Promise<AsyncIterable<string | null>> => {
    // Lives on after the head has come: the stream ends with it.
    const life = new AbortController();
    const end = (): void => life.abort(signal.reason);
    signal.addEventListener('abort', end, { once: true });
    const done = (): void => {
      signal.removeEventListener('abort', end);
      life.abort();
    };
    return limited(limits.openMs, question.call, signal, async (inner) => {
      inner.signal.addEventListener('abort', done, { once: true });
      try {
        const answer = await ask(connections.streams, question, life.signal);
        return linesOf(answer, { settings, signal, maxBytes: limits.lineBytes, done });
      } catch (error) {
        done();
        throw error;
      }
    });
  };

  const of = (id: string, rest: string): string => `/containers/${encodeURIComponent(id)}/${rest}`;
  return {
    events: (since, signal) => {
      const filters = JSON.stringify({ type: ['container'], event: wantedActions });
      const query = { since, filters };
      return stream({ method: 'GET', path: '/events?', query, call: 'tell its events' }, signal);
    },
    list: async (signal) => {
      const query = { all: 'true' };
      const question = { method: 'GET', path: '/containers/json?', query, call: 'list containers' };
      const listed = await call({ ...question, method: 'GET' }, signal);
      if (Array.isArray(listed)) return listed;
      throw new DaemonError('MALFORMED', 'it gave no list when asked to list containers');
    },
    inspect: (id, signal) =>
      call({ method: 'GET', path: of(id, 'json'), call: 'inspect a container' }, signal),
    statsOnce: (id, signal) => {
      const query = { stream: 'false', 'one-shot': 'true' };
      const what = 'measure a container';
      return call({ method: 'GET', path: of(id, 'stats?'), query, call: what }, signal);
    },
    statsStream: (id, signal) => {
      const query = { stream: 'true' };
      const what = 'measure a container';
      return stream({ method: 'GET', path: of(id, 'stats?'), query, call: what }, signal);
    },
    restart: async (id, signal) => {
      const what = 'restart a container';
      const question = { path: of(id, 'restart'), call: what, timeoutMs: restartMs };
      await call({ method: 'POST', ...question }, signal);
    },
    info: (signal) => call({ method: 'GET', path: '/info', call: 'tell of itself' }, signal),
    close: () => {
      for (const { agent } of Object.values(connections)) agent.destroy();
    },
  };
}

interface Connections {
  readonly modem: Modem;
  readonly agent: HttpAgent | HttpsAgent;
}

/** Streams have connections of their own: however many are open, no question waits behind them. */
async function connectionsTo(
  settings: DaemonSettings,
): Promise<{ readonly calls: Connections; readonly streams: Connections }> {
  const calls = await createModem(settings, 32);
  // Whoever opens streams bounds them.
  return { calls, streams: await createModem(settings, Number.POSITIVE_INFINITY) };
}

async function createModem(settings: DaemonSettings, maxSockets: number): Promise<Connections> {
  const { default: Docker } = await import('dockerode');
  const { socket, address, tls } = settings;
  const secure = tls !== undefined;
  const files = secure ? await readTlsFiles(tls) : {};
  const pool = { keepAlive: true, maxSockets, maxFreeSockets: 4 };
  const agent = secure ? new HttpsAgent({ ...pool, ...files }) : new HttpAgent(pool);
  // docker-modem writes out its options at each call, for a log that nobody reads: with every socket of the
  // agent, that takes tens of milliseconds once some streams are open.
  Object.defineProperty(agent, inspect.custom, { value: () => 'Agent' });
  // All of it, undefined included: what is left out would be taken from DOCKER_HOST and the like.
  const place = { socketPath: socket, host: address?.host, port: address?.port };
  const none = { ca: undefined, cert: undefined, key: undefined, timeout: undefined };
  const protocol = secure ? 'https' : 'http';
  const options = { ...place, ...none, ...files, protocol, agent, pathPrefix: undefined };
  try {
    const docker = new Docker(options as ConstructorParameters<typeof Docker>[0]);
    return { modem: docker.modem as unknown as Modem, agent };
  } catch (cause) {
    const text =
      "DOCKER_HOST and DOCKER_CERT_PATH of hawkwatch's environment hinder dockerode: unset them";
    throw new DaemonError('REFUSED', text, { cause });
  }
}

async function readBody(answer: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) {
      answer.destroy();
      throw new DaemonError('MALFORMED', `it gave an answer of more than ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

interface LinesOptions {
  readonly settings: DaemonSettings;
  readonly signal: AbortSignal;
  readonly maxBytes: number;
  done(): void;
}

async function* linesOf(
  answer: IncomingMessage,
  { settings, signal, maxBytes, done }: LinesOptions,
): AsyncGenerator<string | null> {
  try {
    yield* readLines(answer as AsyncIterable<Buffer>, maxBytes);
  } catch (error) {
    signal.throwIfAborted();
    throw describeFailure(error, settings);
  } finally {
    answer.destroy();
    done();
  }
  throw new DaemonError('AWAY', 'it ended the stream: the daemon stops or restarts');
}
