// Writing answers to node's responses: small JSON ones, and those of Yoga with their streams.
import { once } from 'node:events';
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
  const gone = new Promise<undefined>((resolve) => {
    response.once('close', () => resolve(undefined));
  });
  try {
    for (;;) {
      const step = await Promise.race([reader.read(), gone]);
      if (step === undefined || step.done) break;
      if (!response.write(step.value)) await Promise.race([once(response, 'drain'), gone]);
    }
  } finally {
    await reader.cancel();
    response.end();
  }
}
