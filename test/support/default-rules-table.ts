// The table of default rules in docs/alerting.md, made from the rules. Run by itself
// (`node test/support/default-rules-table.ts`) it writes the table into the page.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { defaultRules } from '../../src/alerts/defaults/registry.ts';
import type { AlertRule } from '../../src/core/alert-rules.ts';

export const alertingPage = path.join(import.meta.dirname, '../../docs/alerting.md');
const begin = '<!-- prettier-ignore-start -->\n<!-- default rules -->\n';
const end = '<!-- /default rules -->\n<!-- prettier-ignore-end -->';

function spanOf(ms: number): string {
  if (ms === 0) return '';
  if (ms % 86_400_000 === 0) return `${ms / 86_400_000} d`;
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`;
}

const code = (text: string): string => `\`${text}\``;

function whenOf({ condition }: AlertRule): string {
  if (condition.kind === 'event') {
    return [...new Set(condition.on.map(({ event }) => code(event)))].join(', ');
  }
  const metrics = condition.metric.split('|').map(code).join(', ');
  const limit = condition.above === null ? `< ${condition.below}` : `> ${condition.above}`;
  return `${metrics} ${limit}`;
}

function endsOf({ condition, keepFiringForMs }: AlertRule): string {
  if (condition.kind === 'metric') {
    const clear = condition.clear === null ? 'at the threshold' : `at ${condition.clear}`;
    return keepFiringForMs === 0 ? clear : `${clear}, ${spanOf(keepFiringForMs)} later`;
  }
  const types = [...new Set(condition.until.map(({ event }) => code(event)))];
  if (condition.lastsMs !== null) types.push(`after ${spanOf(condition.lastsMs)}`);
  return types.join(', ');
}

function row(rule: AlertRule): string {
  const { name, type, severity, forMs, description } = rule;
  const also = [...new Set(rule.overrides.flatMap((one) => one.severity ?? []))];
  const severities = [severity, ...also].join(', ');
  const cells = [
    code(name),
    code(type),
    severities,
    whenOf(rule),
    spanOf(forMs),
    endsOf(rule),
    description,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** The table as it has to stand in the page. */
export function defaultRulesTable(): string {
  return [
    '| name | type | severity | when | for | ends | what it is about |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...defaultRules.map(row),
    '',
  ].join('\n');
}

/** The table that stands in the page. */
export function committedRulesTable(page = readFileSync(alertingPage, 'utf8')): string {
  return page.slice(page.indexOf(begin) + begin.length, page.indexOf(end));
}

if (process.argv[1] === import.meta.filename) {
  const page = readFileSync(alertingPage, 'utf8');
  const from = page.indexOf(begin) + begin.length;
  writeFileSync(
    alertingPage,
    page.slice(0, from) + defaultRulesTable() + page.slice(page.indexOf(end)),
  );
}
