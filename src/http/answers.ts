// Writing answers to node's responses: small JSON ones, and those of Yoga with their streams.
import type { ServerResponse } from 'node:http';

import type { GraphQLError } from 'graphql';

/** Sends `body` as JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': text.length,
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

/** Sends a fetch `Response`; a slow reader slows its stream down, one that leaves ends it. */
export async function sendResponse(response: ServerResponse, answer: Response): Promise<void> {
  answer.headers.forEach((value, name) => response.setHeader(name, value));
  response.writeHead(answer.status);
  if (answer.body === null) {
    response.end();
    return;
  }
  const reader = answer.body.getReader();
  // Ends a read that waits, too. (Racing each read against one promise would grow that promise.)
  response.once('close', () => void reader.cancel());
  for (;;) {
    const step = await reader.read();
    if (step.done || response.destroyed) break;
    if (!response.write(step.value)) await drained(response);
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
