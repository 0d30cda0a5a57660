// The table of impact rules in docs/impact.md, made from the registry. Run by itself
// (`node test/support/impact-rules-table.ts`) it writes the table into the page.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { ImpactRule } from '../../src/migrations/impact/rule.ts';
import { impactRules } from '../../src/migrations/impact/rules/registry.ts';

export const impactPage = path.join(import.meta.dirname, '../../docs/impact.md');
const begin = '<!-- prettier-ignore-start -->\n<!-- rules -->\n';
const end = '\n<!-- /rules -->\n<!-- prettier-ignore-end -->';

function row(rule: ImpactRule): string {
  const others = [...(rule.alsoKnownAs?.squawk ?? []), ...(rule.alsoKnownAs?.atlas ?? [])];
  const cells = [
    `\`${rule.id}\`${rule.optIn === true ? ' (opt-in)' : ''}`,
    rule.title,
    rule.level === 'NONE' ? 'hint' : rule.level,
    rule.classes.join(', '),
    rule.lockMode ?? '–',
    rule.safeForm ?? '–',
    others.length === 0 ? '–' : others.join(', '),
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** The table as it has to stand in the page. */
export function impactRulesTable(): string {
  return [
    '| rule | what it catches | level | classes | lock | safe form | squawk, Atlas |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...impactRules.map(row),
  ].join('\n');
}

/** The table that stands in the page. */
export function committedRulesTable(page = readFileSync(impactPage, 'utf8')): string {
  return page.slice(page.indexOf(begin) + begin.length, page.indexOf(end));
}

if (process.argv[1] === import.meta.filename) {
  const page = readFileSync(impactPage, 'utf8');
  const from = page.indexOf(begin) + begin.length;
  writeFileSync(
    impactPage,
    page.slice(0, from) + impactRulesTable() + page.slice(page.indexOf(end)),
  );
}
