// Reads what the resources of a PostgreSQL database are, over a connection that others use too: every
// question is one message with short time-outs of its own, so that nobody waits for long behind it. What
// a role or a server refuses is left out and told as a note; it is tried again after an hour.
import type { Clock } from '../../../core/clock.ts';
import { coerceError } from '../../../core/errors.ts';
import type {
  ResourceNote,
  ResourceReading,
  ResourceRequest,
  StatementReading,
} from '../../resources.ts';
import { isDenied } from '../snapshot/denied.ts';
import { parseAnswer, parseWaits, readAnswer, type ResourceAnswer } from './answer.ts';
import { partsSql, resourceParts, waitsSql, type ResourcePart } from './parts.ts';
import {
  extensionFault,
  findExtensionSql,
  parseExtension,
  parseTexts,
  parseTotals,
  textsSql,
  totalsSql,
  type StatementsExtension,
} from './statements.ts';
import { parseTables, readTables, tablesSql } from './tables.ts';

export interface ResourceReaderOptions {
  readonly clock: Clock;
  /** Sends statements in one message; the rows of the last one. Ends by itself. */
  query(sql: string): Promise<readonly { readonly value: string | null }[]>;
  /** Why a question failed, in words. */
  reasonOf(error: unknown): string;
}

export interface ResourceReader {
  /** @throws whatever `query` throws when nothing can be read at all. */
  read(request: ResourceRequest): Promise<ResourceReading>;
  /** Normalised texts of statements; those that cannot be read are left out. */
  readStatementTexts(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

const retryMs = 3_600_000;
const settings = (timeoutMs: number): string =>
  `set local statement_timeout = ${timeoutMs}; set local lock_timeout = 200; set local jit = off;`;
const quick = settings(2_000);
const slow = settings(5_000);

// What a role, an older server or another product refuses; everything else is a failure.
const refusals = new Set(['42501', '42P01', '42703', '42883', '0A000', '55000']);
// Of the statements: they take long, or what was asked for is locked.
const passing = new Set(['57014', '55P03', '40001', 'XX000']);

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

const isRefused = (error: unknown): boolean => isDenied(error) || refusals.has(codeOf(error));

/** Remembers which server it is, and what it refuses. */
export function createResourceReader(options: ResourceReaderOptions): ResourceReader {
  const { clock, query, reasonOf } = options;
  let version = 0;
  let refused = new Map<ResourcePart, string>();
  let refusedAtMs = 0;
  let extension: StatementsExtension | undefined;

  const ask = async (sql: string): Promise<string | null> => (await query(sql))[0]?.value ?? null;

  const askParts = async (parts: readonly ResourcePart[]): Promise<ResourceAnswer> => {
    const sql = `${quick} ${partsSql(parts, version)}`;
    return parseAnswer((await ask(sql)) ?? '{}');
  };

  const findRefused = async (): Promise<void> => {
    refused = new Map();
    refusedAtMs = clock.monotonicMs();
    for (const part of resourceParts) {
      try {
        await ask(`${quick} ${partsSql([part], version)}`);
      } catch (error) {
        if (!isRefused(error)) throw error;
        refused.set(part, reasonOf(error));
      }
    }
  };

  const readServer = async (): Promise<ResourceAnswer> => {
    if (version === 0) ({ version } = await askParts([]));
    if (refused.size > 0 && clock.monotonicMs() - refusedAtMs > retryMs) refused = new Map();
    const allowed = resourceParts.filter((part) => !refused.has(part));
    try {
      const answer = await askParts(allowed);
      if (answer.version === version) return answer;
      ({ version } = answer);
      return await askParts(allowed);
    } catch (error) {
      if (!isRefused(error)) throw error;
      // Also when the server is another one now, with other views.
      ({ version } = await askParts([]));
      await findRefused();
      return askParts(resourceParts.filter((part) => !refused.has(part)));
    }
  };

  const readStatements = async (notes: ResourceNote[]): Promise<StatementReading | undefined> => {
    const about = 'statements (pg_stat_statements)';
    try {
      const found = await ask(`${quick} ${findExtensionSql}`);
      extension = found === null ? undefined : parseExtension(found);
      const fault =
        extension === undefined
          ? 'the extension is not there: add it to shared_preload_libraries, restart, and run ' +
            'create extension pg_stat_statements'
          : extensionFault(extension);
      if (extension !== undefined && fault === undefined) {
        return parseTotals((await ask(`${slow} ${totalsSql(extension)}`)) ?? '{}');
      }
      if (fault !== undefined) notes.push({ about, reason: fault });
    } catch (error) {
      if (!isRefused(error) && !passing.has(codeOf(error))) throw error;
      notes.push({ about, reason: statementsReason(error, reasonOf) });
    }
    return undefined;
  };

  const readAllTables = async (notes: ResourceNote[]) => {
    try {
      const found = await ask(`${slow} ${tablesSql(true)}`);
      return found === null ? undefined : readTables(parseTables(found));
    } catch (error) {
      if (!isRefused(error) && !passing.has(codeOf(error))) throw error;
      const reason = `${reasonOf(error)}; sizes are those of the catalogue`;
      try {
        const found = await ask(`${slow} ${tablesSql(false)}`);
        notes.push({ about: 'sizes of tables', reason });
        return found === null ? undefined : readTables(parseTables(found));
      } catch (second) {
        if (!isRefused(second) && !passing.has(codeOf(second))) throw second;
        notes.push({ about: 'tables', reason: reasonOf(second) });
        return undefined;
      }
    }
  };

  return {
    read: async (request) => {
      const answer = await readServer();
      const isBlocked = (answer.activity?.blocked ?? 0) > 0;
      const waits = isBlocked ? await ask(`${quick} ${waitsSql}`).catch(() => null) : null;
      const read = readAnswer(answer, waits === null ? undefined : parseWaits(waits));
      const notes: ResourceNote[] = [
        ...read.notes,
        ...[...refused].map(([{ about }, reason]) => ({ about, reason })),
      ];
      const tables = request.tables ? await readAllTables(notes) : undefined;
      const statements = request.statements ? await readStatements(notes) : undefined;
      return {
        ...read,
        tables: tables?.tables,
        tableMeasures: tables?.measures,
        statements,
        notes,
      };
    },
    readStatementTexts: async (ids) => {
      if (extension === undefined || ids.length === 0) return new Map();
      return parseTexts((await ask(`${slow} ${textsSql(extension, ids)}`)) ?? '{}');
    },
  };
}

function statementsReason(error: unknown, reasonOf: (error: unknown) => string): string {
  if (codeOf(error) === '55000' && /shared_preload_libraries/.test(coerceError(error).message)) {
    return 'it is not loaded: add it to shared_preload_libraries and restart the server';
  }
  return reasonOf(error);
}
