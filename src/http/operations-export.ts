// `GET /exports/operations`: the report of operations as one file. For everybody with a token: it tells
// nothing that the API does not.
import type { IncomingMessage, ServerResponse } from 'node:http';

import { ExpectedError, InvalidInputError, UnavailableError } from '../core/errors.ts';
import type { InputIssue } from '../core/errors.ts';
import { presentError } from '../graphql/present-error.ts';
import type { Services } from '../graphql/services.ts';
import {
  operationsFormatOf,
  operationsFormats,
  type OperationsFormat,
} from '../reports/operations/formats.ts';
import type { Token } from '../store/tokens.ts';
import { sendErrors, sendJson, sendText } from './answers.ts';
import { parseTime } from './query-times.ts';
import type { Sessions } from './sessions.ts';

export interface OperationsExport {
  /** Answers a request whose token is valid. */
  send(asked: {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly token: Token;
    readonly query: URLSearchParams;
  }): Promise<void>;
}

const dayMs = 86_400_000;

/** Creates the endpoint; one for a server. */
export function createOperationsExport(options: {
  readonly services: Services;
  readonly sessions: Sessions;
}): OperationsExport {
  const { services, sessions } = options;
  return {
    send: async ({ request, response, token, query }) => {
      if (request.method !== 'GET') {
        return sendJson(response, 405, { error: 'An export is read with GET.' }, { allow: 'GET' });
      }
      try {
        const { format, from, until } = parseQuery(query, services.clock.now());
        const session = await sessions.open(token, () => response.destroy());
        if (session === undefined) {
          throw new UnavailableError('Your token has too many requests open. Try again soon.');
        }
        try {
          const report = await services.operationsReports.make({ from, until });
          const { contentType, ending, format: write } = operationsFormatOf[format];
          const name = `operations-${report.until.toISOString().slice(0, 10)}.${ending}`;
          if (response.destroyed) return;
          sendText(response, 200, write(report), contentType, {
            'content-disposition': `attachment; filename="${name}"`,
            'cache-control': 'no-store',
          });
        } finally {
          session.release();
        }
      } catch (error) {
        if (!(error instanceof ExpectedError) || response.headersSent) throw error;
        const busy = error instanceof UnavailableError;
        const status = error instanceof InvalidInputError ? 400 : busy ? 429 : 409;
        const headers = busy ? { 'retry-after': '10' } : {};
        sendErrors(response, status, [presentError(services, error)], headers);
      }
    },
  };
}

/** @throws InvalidInputError with everything that is wrong. */
function parseQuery(
  query: URLSearchParams,
  now: Date,
): { readonly format: OperationsFormat; readonly from: Date; readonly until: Date } {
  const issues: InputIssue[] = [];
  const given = query.get('format') ?? 'html';
  const format = operationsFormats.find((known) => known === given);
  if (format === undefined) {
    issues.push({ path: 'format', message: `must be one of ${operationsFormats.join(', ')}` });
  }
  const until = parseTime(query, 'to', issues) ?? now;
  const from = parseTime(query, 'from', issues) ?? new Date(until.getTime() - dayMs);
  if (issues.length === 0 && format !== undefined) return { format, from, until };
  const faults = issues.map(({ path, message }) => `\`${path}\` ${message}`).join(', ');
  throw new InvalidInputError(`Nothing can be exported: ${faults}.`, issues);
}
