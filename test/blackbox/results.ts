// The table of what each target keeps of what is promised, for the documentation.
import { scenarioGroups } from './scenarios/all.ts';

/** By the name of a target: the names of the scenarios in which it failed. */
export type Failures = Readonly<Record<string, readonly string[]>>;

const start = '<!-- black-box results -->';
const end = '<!-- /black-box results -->';

function tableOf(failures: Failures): string {
  const targets = Object.keys(failures);
  const cell = (target: string, scenario: string): string =>
    failures[target]?.includes(scenario) === true ? '**no**' : 'yes';
  const lines = scenarioGroups
    .flat()
    .map(({ name, promises }) =>
      ['', `\`${name}\``, promises, ...targets.map((target) => cell(target, name)), ''].join(' | '),
    );
  return [
    ['', 'scenario', 'what is promised', ...targets, ''].join(' | '),
    ['', '---', '---', ...targets.map(() => '---'), ''].join(' | '),
    ...lines,
  ]
    .map((line) => line.trim())
    .join('\n');
}

/** The document with the table in its place. @throws when it has no place for it */
export function withTable(document: string, failures: Failures): string {
  const from = document.indexOf(start);
  const to = document.indexOf(end);
  if (from === -1 || to < from) throw new Error(`the document needs ${start} and ${end}`);
  return `${document.slice(0, from + start.length)}\n${tableOf(failures)}\n${document.slice(to)}`;
}
