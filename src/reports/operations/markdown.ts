// The report as Markdown, for a pull request or a chat. Every text is escaped: names are not markup.
import type { OperationsReport } from './operations-report.ts';
import {
  anomaliesTable,
  apiTable,
  cachesTable,
  durationsTable,
  headlines,
  memoryTable,
  migrationsTable,
  reportTitle,
  seriesTable,
  thresholdsTable,
  type ReportTable,
} from './tables.ts';
import { formatTime } from './words.ts';

export function formatMarkdown(report: OperationsReport): string {
  const tables = [
    thresholdsTable(report),
    migrationsTable(report),
    apiTable(report),
    durationsTable(report),
    memoryTable(report),
    cachesTable(report),
    anomaliesTable(report),
    seriesTable(report),
  ];
  const summary = headlines(report).map(({ name, value, bad }) => [
    name,
    bad ? `${value} (!)` : value,
  ]);
  return [
    `# ${escapeMarkdown(reportTitle(report))}`,
    tableOf(['', ''], summary),
    ...tables.map(section),
    ...(report.notes.length === 0
      ? []
      : [report.notes.map((note) => `- ${escapeMarkdown(note)}`).join('\n')]),
    `Made at ${escapeMarkdown(formatTime(report.madeAt))} UTC by hawkwatch.`,
    '',
  ].join('\n\n');
}

function section({ title, columns, rows, empty }: ReportTable): string {
  const body = rows.length === 0 ? escapeMarkdown(empty) : tableOf(columns, rows);
  return `## ${escapeMarkdown(title)}\n\n${body}`;
}

function tableOf(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [line(columns), `|${' --- |'.repeat(columns.length)}`, ...rows.map(line)].join('\n');
}

/** A text that Markdown shows as it stands, on one line. */
export function escapeMarkdown(text: string): string {
  return (
    text
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/[\\`*_{}[\]#|~]/g, '\\$&')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // Neither an address nor a mention becomes a link.
      .replaceAll('://', ':\u200B//')
      .replaceAll('@', '@\u200B')
  );
}
