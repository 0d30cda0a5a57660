// The whole record of a database as one file, made page by page: however long it is, only one page of
// it is held. It ends at the moment that the range names, so it ends.
import type { KeyPage, RecordRange } from '../store/compliance-keys.ts';
import type { Queryable } from '../store/store.ts';
import { complianceCsvHeader, formatComplianceCsv } from './compliance-csv.ts';
import { readComplianceRecord, type ComplianceEntry } from './compliance-record.ts';

export const exportFormats = ['csv', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportedRange extends RecordRange {
  readonly until: Date;
}

const pageSize = 500;

async function* pagesOf(
  q: Queryable,
  range: ExportedRange,
): AsyncGenerator<readonly ComplianceEntry[], undefined> {
  let after: KeyPage['after'];
  for (;;) {
    const { entries, last } = await readComplianceRecord(q, range, { limit: pageSize, after });
    if (last === undefined) return undefined;
    if (entries.length > 0) yield entries;
    after = last;
  }
}

/** The file in pieces. */
export async function* exportCompliance(
  q: Queryable,
  range: ExportedRange,
  format: ExportFormat,
): AsyncGenerator<string, undefined> {
  if (format === 'csv') {
    yield complianceCsvHeader;
    for await (const entries of pagesOf(q, range)) yield formatComplianceCsv(entries);
    return undefined;
  }
  const { database, since, until } = range;
  const head = JSON.stringify({ database, since: since ?? null, until });
  yield `${head.slice(0, -1)},"entries":[`;
  let separator = '\n';
  for await (const entries of pagesOf(q, range)) {
    yield separator + entries.map(toJson).join(',\n');
    separator = ',\n';
  }
  yield '\n]}\n';
  return undefined;
}

function toJson({ cursor: _cursor, ...entry }: ComplianceEntry): string {
  return JSON.stringify(entry);
}
