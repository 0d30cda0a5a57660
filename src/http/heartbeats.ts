// `/heartbeat/<name>`: something reports that it lives. What it sends is read to a bound and thrown away.
// These paths have tokens of their own instead of API tokens.
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Heartbeats } from '../alerts/heartbeats/heartbeats.ts';
import { coerceError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { sendJson } from './answers.ts';
import { readBody } from './body.ts';

export const heartbeatPath = /^\/heartbeat\/([a-z0-9][a-z0-9_-]{0,62})\/?$/;

const methods = ['GET', 'HEAD', 'POST'];
const longestBody = 65_536;

/** Answers a request whose path is one of a heartbeat. */
export async function answerHeartbeat(
  { heartbeats, logger }: { readonly heartbeats: Heartbeats; readonly logger: Logger },
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, name = ''] = heartbeatPath.exec(path) ?? [];
  if (!methods.includes(request.method ?? '')) {
    const error = `Heartbeats are sent here, with ${methods.join(', ')}.`;
    return sendJson(response, 405, { error }, { allow: methods.join(', ') });
  }
  const refusal = heartbeats.refuse(name, request.headers);
  if (refusal !== undefined) {
    return sendJson(response, refusal.status, refusal.body, refusal.headers);
  }
  if ((await readBody(request, longestBody)) === undefined) {
    const error = `The body is longer than ${longestBody} bytes. None is needed.`;
    return sendJson(response, 413, { error }, { connection: 'close' });
  }
  try {
    const { status, body, headers } = await heartbeats.receive(name);
    // What asks again for the same path is to be heard of again.
    sendJson(response, status, body, { 'cache-control': 'no-store', ...headers });
  } catch (error) {
    // The store is away, most likely: senders try again what is answered so.
    logger.warn({ err: coerceError(error), heartbeat: name }, 'a heartbeat could not be taken');
    const message = 'The heartbeat could not be stored. Send it again.';
    sendJson(response, 503, { error: message }, { 'retry-after': '5' });
  }
}
