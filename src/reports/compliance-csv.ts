// The record of a database as a table for spreadsheets and auditors: RFC 4180, UTF-8, one header row.
// A field that a spreadsheet would take for a formula begins with an apostrophe.
import type { AttributeValue } from '../core/schema.ts';
import type { ComplianceEntry } from './compliance-record.ts';

const columns: readonly (readonly [name: string, of: (entry: ComplianceEntry) => string | null])[] =
  [
    ['at', ({ at }) => at.toISOString()],
    ['what', ({ what }) => what],
    ['who', ({ who }) => who],
    ['origin', ({ origin }) => origin],
    ['outcome', ({ outcome }) => outcome],
    ['message', ({ message }) => message],
    ['change', ({ change }) => change],
    ['object_kind', ({ objectKind }) => objectKind],
    ['object', ({ object }) => object],
    ['attributes', ({ attributes }) => lines(attributes.map(describeAttribute))],
    ['risk', ({ risk }) => risk],
    ['run', ({ runId }) => runId],
    ['drift', ({ driftId }) => driftId],
    ['source', ({ source }) => source],
    ['tool', ({ tool }) => tool],
    ['versions', ({ versions }) => lines(versions.map(({ version }) => version))],
    ['checksums', ({ versions }) => lines(versions.map(({ checksum }) => checksum ?? ''))],
    ['started_at', ({ startedAt }) => startedAt?.toISOString() ?? null],
    ['finished_at', ({ finishedAt }) => finishedAt?.toISOString() ?? null],
    ['approval', ({ approval }) => approval?.decision ?? null],
    ['approved_by', ({ approval }) => approval?.by ?? null],
    ['approved_at', ({ approval }) => approval?.at ?? null],
    ['comment', ({ comment, approval }) => comment ?? approval?.comment ?? null],
    ['client', ({ statements }) => lines(statements.map(({ client }) => client ?? ''))],
    ['application', ({ statements }) => lines(statements.map((one) => one.application ?? ''))],
    ['statement', ({ statements }) => lines(statements.map((one) => one.statement ?? one.tag))],
  ];

/** The first line, with its end. */
export const complianceCsvHeader = `${columns.map(([name]) => name).join(',')}\r\n`;

/** One line for each entry, with their ends. */
export function formatComplianceCsv(entries: readonly ComplianceEntry[]): string {
  return entries
    .map((entry) => `${columns.map(([, of]) => csvField(of(entry) ?? '')).join(',')}\r\n`)
    .join('');
}

/** A text as a field of a table. */
export function csvField(text: string): string {
  // Also after blanks, and with what some programs skip at the beginning of a cell.
  const safe = /^[\s\0]*[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Several values in one cell; nothing where none of them says anything. */
function lines(values: readonly string[]): string | null {
  return values.some((value) => value !== '') ? values.join('\n') : null;
}

function describeAttribute(change: ComplianceEntry['attributes'][number]): string {
  return `${change.name}: ${describeValue(change.from)} → ${describeValue(change.to)}`;
}

function describeValue(value: AttributeValue): string {
  if (value === null) return 'none';
  return typeof value === 'object' ? `[${value.join(', ')}]` : String(value);
}
