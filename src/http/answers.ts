// Writing answers to node's responses: small JSON ones, and those of Yoga with their streams.
import type { ServerResponse } from 'node:http';

import type { GraphQLError } from 'graphql';

import type { Clock } from '../core/clock.ts';
import { coerceError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';

/** Sends `body` as JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  sendText(response, status, JSON.stringify(body), 'application/json; charset=utf-8', headers);
}

/** Sends a text of a type. */
export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  contentType: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const length = Buffer.byteLength(text);
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': length,
    ...headers,
  });
  response.end(text);
}

/** Sends GraphQL errors without data. */
export function sendErrors(
  response: ServerResponse,
  status: number,
  errors: readonly GraphQLError[],
  headers: Readonly<Record<string, string>> = {},
): void {
  sendJson(response, status, { errors: errors.map((error) => error.toJSON()) }, headers);
}

/**
 * Sends a fetch `Response`; a slow reader slows its stream down, one that leaves ends it. Whatever
 * happens, the stream is left in the end, also when its reader was gone before it began.
 */
export async function sendResponse(
  response: ServerResponse,
  answer: Response,
  logger: Logger,
): Promise<void> {
  const reader = answer.body?.getReader();
  const leave = (): void => {
    // Not awaited: an answer must not hang on its clean-up. A stream that failed rejects this, too.
    reader?.cancel().catch((error: unknown) => {
      logger.warn({ err: coerceError(error) }, 'the stream of an answer could not be left cleanly');
    });
  };
  // There will be no further `close` to wait for.
  if (response.destroyed) return leave();
  answer.headers.forEach((value, name) => response.setHeader(name, value));
  response.writeHead(answer.status);
  if (reader === undefined) {
    response.end();
    return;
  }
  // Ends a read that waits, too. (Racing each read against one promise would grow that promise.)
  response.once('close', leave);
  try {
    for (;;) {
      const step = await reader.read();
      if (step.done || response.destroyed) break;
      if (!response.write(step.value)) await drained(response);
    }
  } finally {
    response.off('close', leave);
    leave();
  }
  response.end();
}

/**
 * Sends texts as they come; a slow reader slows them down, one that reads nothing for `stallMs` is cut
 * off. What fails on the way cuts the answer off, too, so that it cannot be taken for a whole one.
 */
export async function sendChunks(
  response: ServerResponse,
  chunks: AsyncIterable<string>,
  { clock, stallMs }: { readonly clock: Clock; readonly stallMs: number },
): Promise<void> {
  for await (const chunk of chunks) {
    if (response.destroyed) return;
    if (response.write(chunk)) continue;
    const cancel = clock.setTimer(stallMs, () => response.destroy());
    await drained(response);
    cancel();
  }
  response.end();
}

/** Resolves when the client has read what was written, or is gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
}
