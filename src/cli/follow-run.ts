// Follows a run over server-sent events until it has ended. A stream that breaks is opened again
// after the last event that was seen, so nothing is told twice and nothing is left out.
import { z } from 'zod';

import { backoffMs } from '../core/backoff.ts';
import type { Clock } from '../core/clock.ts';
import { coerceError } from '../core/errors.ts';
import type { Random } from '../core/random.ts';
import { readEventStream } from './event-stream.ts';
import { CommandError, ServerAwayError } from './failures.ts';
import type { Server } from './server.ts';

/** A server that is away for longer than this is given up. */
const awayMs = 300_000;
/** The server gives a sign of life every 12 s. */
const silenceMs = 45_000;
const pauses = { firstMs: 500, maxMs: 10_000 } as const;

export const progressDocument = `
  subscription CommandProgress($runId: ID!, $after: Cursor) {
    migrationProgress(runId: $runId, after: $after) {
      kind
      percent
      message
      migration { version name state }
      statement { index total durationMs phase done of }
      blockedBy { pid application }
    }
  }
`;

const progressSchema = z.object({
  kind: z.string(),
  percent: z.number(),
  message: z.string().nullable(),
  migration: z.object({ version: z.string(), name: z.string(), state: z.string() }).nullable(),
  statement: z
    .object({
      index: z.number(),
      total: z.number(),
      durationMs: z.number().nullable(),
      phase: z.string().nullable(),
      done: z.number().nullable(),
      of: z.number().nullable(),
    })
    .nullable(),
  blockedBy: z.array(z.object({ pid: z.number(), application: z.string().nullable() })),
});
export type RunProgress = z.output<typeof progressSchema>;

const answerSchema = z.object({
  data: z.object({ migrationProgress: progressSchema }).nullish(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        extensions: z.object({ code: z.string().optional() }).optional(),
      }),
    )
    .optional(),
});

export interface FollowOptions {
  readonly server: Server;
  readonly runId: string;
  /** The run's own cursor: everything since it was queued is told. */
  readonly after: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  onProgress(progress: RunProgress): void;
  /** The stream broke and is opened again. */
  onBreak(reason: string): void;
}

/** The log was restored or pruned: what comes now is told from the present state on. */
class PositionLostError extends Error {
  override readonly name = 'PositionLostError';
}

function parseAnswer(data: string): RunProgress {
  const answer = answerSchema.safeParse(JSON.parse(data));
  const progress = answer.data?.data?.migrationProgress;
  if (progress !== undefined) return progress;
  const { message, extensions } = answer.data?.errors?.[0] ?? {};
  if (message === undefined) {
    throw new CommandError('the server tells the progress in a form that is not known here');
  }
  if (extensions?.code === 'UNAVAILABLE') throw new ServerAwayError(message);
  if (extensions?.code?.startsWith('CURSOR_') === true) throw new PositionLostError(message);
  throw new CommandError(message);
}

/** Passes chunks on; `silent` is called when none has come for too long. */
async function* watched(
  body: AsyncIterable<Uint8Array>,
  clock: Clock,
  on: { chunk(): void; silent(): void },
): AsyncGenerator<Uint8Array, void> {
  let cancel = clock.setTimer(silenceMs, on.silent);
  try {
    for await (const chunk of body) {
      cancel();
      on.chunk();
      yield chunk;
      cancel = clock.setTimer(silenceMs, on.silent);
    }
  } finally {
    cancel();
  }
}

/** Resolves when the run has ended. */
export async function followRun(options: FollowOptions): Promise<void> {
  const { server, runId, clock, random, signal } = options;
  let after: string | null = options.after;
  let lastEventId: string | undefined;
  let lastSeenMs = clock.monotonicMs();
  let attempt = 0;
  for (;;) {
    const stream = new AbortController();
    try {
      const variables = { runId, after };
      const opened = { lastEventId, signal: stream.signal };
      const body = await server.open(progressDocument, variables, opened);
      const chunks = watched(body, clock, {
        chunk: () => {
          lastSeenMs = clock.monotonicMs();
          attempt = 0;
        },
        silent: () => stream.abort(new ServerAwayError('the stream is silent')),
      });
      for await (const { event, data, id } of readEventStream(chunks)) {
        if (event === 'complete') return;
        if (event !== 'next') continue;
        const progress = parseAnswer(data);
        lastEventId = id ?? lastEventId;
        options.onProgress(progress);
        if (progress.kind === 'FINISHED') return;
      }
      throw new ServerAwayError('the stream ended too early');
    } catch (error) {
      signal.throwIfAborted();
      const failure = coerceError(error);
      if (failure instanceof PositionLostError) {
        after = null;
        lastEventId = undefined;
      } else if (failure instanceof CommandError && !(failure instanceof ServerAwayError)) {
        throw failure;
      }
      if (clock.monotonicMs() - lastSeenMs > awayMs) throw failure;
      options.onBreak(failure.message);
      await clock.sleep(backoffMs(attempt, pauses, random), signal);
      attempt += 1;
    } finally {
      stream.abort();
    }
  }
}
