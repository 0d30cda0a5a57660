// The report as one HTML file: no script, nothing loaded from anywhere, light and dark, printable.
import type { OperationsReport, SeriesFigures } from './operations-report.ts';
import { sparkline } from './sparkline.ts';
import { reportStyle } from './style.ts';
import {
  anomaliesTable,
  apiTable,
  cachesTable,
  durationsTable,
  headlines,
  memoryTable,
  migrationsTable,
  reportTitle,
  seriesCells,
  seriesColumns,
  thresholdsTable,
  type ReportTable,
} from './tables.ts';
import { formatTime, formatValue } from './words.ts';

const policy = "default-src 'none'; style-src 'unsafe-inline'";

export function formatHtml(report: OperationsReport): string {
  const title = escapeHtml(reportTitle(report));
  const tiles = headlines(report).map(
    ({ name, value, bad }) =>
      `<div class="tile${bad ? ' bad' : ''}"><dt>${escapeHtml(name)}</dt>` +
      `<dd>${escapeHtml(value)}</dd></div>`,
  );
  const notes = report.notes.map((note) => `<li>${escapeHtml(note)}</li>`).join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title}</title>
<style>${reportStyle}</style>
</head>
<body>
<header><p>hawkwatch</p><h1>Operations</h1>
<p class="range"><time>${escapeHtml(formatTime(report.from))}</time> to
<time>${escapeHtml(formatTime(report.until))}</time> UTC</p></header>
<main>
<dl class="tiles">${tiles.join('')}</dl>
${section(thresholdsTable(report), true)}
${seriesSection(report)}
${section(anomaliesTable(report))}
${section(migrationsTable(report))}
<div class="pair">${section(apiTable(report))}${section(durationsTable(report))}</div>
<div class="pair">${section(memoryTable(report))}${section(cachesTable(report))}</div>
${notes === '' ? '' : `<ul class="notes">${notes}</ul>`}
</main>
<footer>Made at ${escapeHtml(formatTime(report.madeAt))} UTC. Times are in UTC.</footer>
</body>
</html>
`;
}

/** A table; `marked`: its first column is a severity. */
function section({ title, columns, rows, empty }: ReportTable, marked = false): string {
  const cells = (row: readonly string[]): string =>
    row
      .map((cell, place) =>
        marked && place === 0
          ? `<td><span class="severity ${escapeHtml(cell.toLowerCase())}">${escapeHtml(cell)}</span></td>`
          : `<td>${escapeHtml(cell)}</td>`,
      )
      .join('');
  const body =
    rows.length === 0
      ? `<p class="empty">${escapeHtml(empty)}</p>`
      : tableOf(
          columns,
          rows.map((row) => `<tr>${cells(row)}</tr>`),
        );
  return `<section><h2>${escapeHtml(title)}</h2>${body}</section>`;
}

function seriesSection({ series }: OperationsReport): string {
  if (series.length === 0) return '';
  const [what = '', ...others] = seriesColumns;
  const rows = series.map((figures) => {
    const [name = '', ...cells] = seriesCells(figures);
    const rest = cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('');
    return `<tr><td>${escapeHtml(name)}</td><td>${lineOf(figures)}</td>${rest}</tr>`;
  });
  const table = tableOf([what, 'Course', ...others], rows);
  return `<section class="series"><h2>Measurements, trends and baselines</h2>${table}</section>`;
}

function lineOf({ series, line }: SeriesFigures): string {
  const values = line.filter((value) => value !== null);
  const words = [Math.min(...values), Math.max(...values)].map((value) =>
    formatValue(value, series.unit),
  );
  return sparkline(line, escapeHtml(`from ${words.join(' to ')}`));
}

function tableOf(columns: readonly string[], rows: readonly string[]): string {
  const head = columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join('');
  return (
    `<div class="scroll"><table><thead><tr>${head}</tr></thead>` +
    `<tbody>${rows.join('')}</tbody></table></div>`
  );
}

/** A text as HTML shows it, also within an attribute in quotes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
