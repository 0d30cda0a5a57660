// `GET /exports/compliance`: the record of a database as one file. For operators; a few at a time, and
// none outlives its token.
import type { IncomingMessage, ServerResponse } from 'node:http';

import { ExpectedError, ForbiddenError, InvalidInputError, NotFoundError } from '../core/errors.ts';
import type { InputIssue } from '../core/errors.ts';
import { roleIncludes } from '../core/role.ts';
import { createContext } from '../graphql/context.ts';
import { getDatabase } from '../graphql/database-reference.ts';
import { presentError } from '../graphql/present-error.ts';
import type { Services } from '../graphql/services.ts';
import {
  exportCompliance,
  exportFormats,
  type ExportFormat,
} from '../reports/compliance-export.ts';
import type { Token } from '../store/tokens.ts';
import { actorOf, addressOf } from './actors.ts';
import { sendChunks, sendErrors, sendJson } from './answers.ts';
import { parseTime } from './query-times.ts';
import type { Sessions } from './sessions.ts';

export interface ComplianceExport {
  /** Answers a request whose token is valid. */
  send(asked: {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly token: Token;
    readonly query: URLSearchParams;
  }): Promise<void>;
}

const atOnce = 4;
const stallMs = 60_000;

const contentTypes: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
};

/** Creates the endpoint; one for a server. */
export function createComplianceExport(options: {
  readonly services: Services;
  readonly sessions: Sessions;
}): ComplianceExport {
  const { services, sessions } = options;
  const { store, clock } = services;
  let underWay = 0;

  const refuse = (response: ServerResponse, error: ExpectedError): void => {
    sendErrors(response, statusOf(error), [presentError(services, error)]);
  };

  return {
    send: async ({ request, response, token, query }) => {
      if (request.method !== 'GET') {
        return sendJson(response, 405, { error: 'An export is read with GET.' }, { allow: 'GET' });
      }
      try {
        if (!roleIncludes(token.role, 'operator')) throw forbidden(token);
        const { format, since, until, database: reference } = parseQuery(query);
        const viewer = actorOf(token, 'http', addressOf(request));
        const database = await getDatabase(createContext({ viewer, services }), reference);
        // What comes later is for the next export: this one has to end.
        const now = clock.now();
        const end = until === undefined || until > now ? now : until;
        const session = await sessions.open(token, () => response.destroy());
        if (session === undefined || underWay >= atOnce) {
          session?.release();
          return sendJson(response, 429, { error: tooMany }, { 'retry-after': '10' });
        }
        underWay += 1;
        try {
          const name = fileName(database.name, end, format);
          response.writeHead(200, {
            'content-type': contentTypes[format],
            'content-disposition': `attachment; filename="${name}"`,
            'cache-control': 'no-store',
          });
          const range = { databaseId: database.id, database: database.name, since, until: end };
          const chunks = exportCompliance(store.q, range, format);
          await sendChunks(response, chunks, { clock, stallMs });
        } finally {
          underWay -= 1;
          session.release();
        }
      } catch (error) {
        if (!(error instanceof ExpectedError) || response.headersSent) throw error;
        refuse(response, error);
      }
    },
  };
}

const tooMany = 'Too many exports are under way. Try again in a few seconds.';

function forbidden({ role }: Token): ForbiddenError {
  return new ForbiddenError(
    `Your token has the role ${role}; an export needs operator. Ask an admin for such a token.`,
  );
}

function statusOf(error: ExpectedError): number {
  if (error instanceof ForbiddenError) return 403;
  if (error instanceof NotFoundError) return 404;
  return error instanceof InvalidInputError ? 400 : 409;
}

function fileName(database: string, until: Date, format: ExportFormat): string {
  const safe = database.replaceAll(/[^\w.-]/g, '_').slice(0, 100);
  return `compliance-${safe}-${until.toISOString().slice(0, 10)}.${format}`;
}

interface Asked {
  readonly database: string;
  readonly format: ExportFormat;
  readonly since: Date | undefined;
  readonly until: Date | undefined;
}

/** @throws InvalidInputError with everything that is wrong. */
function parseQuery(query: URLSearchParams): Asked {
  const issues: InputIssue[] = [];
  const database = query.get('database') ?? '';
  if (database === '') issues.push({ path: 'database', message: 'is missing' });
  const given = query.get('format') ?? 'csv';
  const format = exportFormats.find((known) => known === given);
  if (format === undefined) {
    issues.push({ path: 'format', message: `must be one of ${exportFormats.join(', ')}` });
  }
  const since = parseTime(query, 'since', issues);
  const until = parseTime(query, 'until', issues);
  if (issues.length === 0 && format !== undefined) return { database, format, since, until };
  const faults = issues.map(({ path, message }) => `\`${path}\` ${message}`).join(', ');
  throw new InvalidInputError(`Nothing can be exported: ${faults}.`, issues);
}
