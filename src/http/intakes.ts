// `POST /intake/<name>`: alerts of others. `/api/v1/alerts` and `/api/v2/alerts` behind it are what
// Prometheus posts to an Alertmanager. These paths have proofs of their own instead of API tokens.
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { IntakeAnswer, Intakes } from '../alerts/intake/intakes.ts';
import { longestReport } from '../alerts/intake/intakes.ts';
import { coerceError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { sendJson } from './answers.ts';
import { readBody } from './body.ts';

export const intakePath = /^\/intake\/([a-z0-9][a-z0-9_-]{0,62})(\/api\/v[12]\/alerts)?\/?$/;

/** Answers a request whose path is one of an intake. */
export async function answerIntake(
  { intakes, logger }: { readonly intakes: Intakes; readonly logger: Logger },
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, name = '', api] = intakePath.exec(path) ?? [];
  const send = ({ status, body, headers }: IntakeAnswer): void =>
    sendJson(response, status, body, headers);
  if (request.method !== 'POST') {
    return sendJson(response, 405, { error: 'Reports are posted here.' }, { allow: 'POST' });
  }
  const refusal = intakes.refuse(name, request.headers);
  if (refusal !== undefined) return send(refusal);
  const body = await readBody(request, longestReport);
  if (body === undefined) {
    const error = `The report is longer than ${longestReport} bytes. Send less at a time.`;
    return sendJson(response, 413, { error }, { connection: 'close' });
  }
  const form = api === undefined ? 'webhook' : 'list';
  try {
    send(await intakes.receive(name, form, { headers: request.headers, body }));
  } catch (error) {
    // The store is away, most likely: senders try again what is answered so.
    logger.warn({ err: coerceError(error), intake: name }, 'a report could not be taken');
    const message = 'The report could not be stored. Nothing was taken; send it again.';
    sendJson(response, 503, { error: message }, { 'retry-after': '5' });
  }
}
