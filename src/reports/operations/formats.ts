// The formats of the report of operations.
import { formatCsv } from './csv.ts';
import { formatHtml } from './html.ts';
import { formatMarkdown } from './markdown.ts';
import type { OperationsReport } from './operations-report.ts';

export const operationsFormats = ['html', 'json', 'csv', 'markdown'] as const;
export type OperationsFormat = (typeof operationsFormats)[number];

interface Format {
  readonly contentType: string;
  /** Ending of the file's name. */
  readonly ending: string;
  format(report: OperationsReport): string;
}

export const operationsFormatOf: Readonly<Record<OperationsFormat, Format>> = {
  html: { contentType: 'text/html; charset=utf-8', ending: 'html', format: formatHtml },
  json: {
    contentType: 'application/json; charset=utf-8',
    ending: 'json',
    format: (report) => `${JSON.stringify(report, null, 1)}\n`,
  },
  csv: { contentType: 'text/csv; charset=utf-8; header=present', ending: 'csv', format: formatCsv },
  markdown: { contentType: 'text/markdown; charset=utf-8', ending: 'md', format: formatMarkdown },
};
