// The section of docs/impact.md that lays hawkwatch beside squawk: made from the comparison, kept
// between two markers, written by `npm run corpus:accept` and held to by a test.
import { format, resolveConfig } from 'prettier';

import { comparisonPage, withoutErrors, type CorpusFile, type Explanation } from './corpus.ts';
import { agreementOf, type ComparedRule } from './squawk-comparison.ts';
import { setAsideReasons } from './squawk-scope.ts';

const begin = '<!-- comparison: written by npm run corpus:accept -->';
const end = '<!-- end of comparison -->';

const percent = (value: number): string => `${value.toFixed(1)} %`;
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const codes = (texts: readonly string[]): string => texts.map((text) => `\`${text}\``).join(', ');

function tableOf(rules: readonly ComparedRule[], correct: readonly ComparedRule[]): string[] {
  const rows = rules.map((rule, index) => {
    const fair = correct[index];
    return [
      codes([rule.rule]),
      codes(rule.own),
      String(rule.both),
      String(rule.squawkOnly.length),
      String(rule.hawkwatchOnly.length),
      percent(agreementOf([rule])),
      fair === undefined ? '' : percent(agreementOf([fair])),
      String(rule.aside.length),
    ];
  });
  const sum = (count: (rule: ComparedRule) => number): string =>
    String(rules.reduce((total, rule) => total + count(rule), 0));
  const head = [
    'squawk',
    'hawkwatch',
    'both',
    'squawk only',
    'hawkwatch only',
    'agreement',
    'without squawk’s errors',
    'not compared',
  ];
  const total = [
    'all',
    '',
    sum((rule) => rule.both),
    sum((rule) => rule.squawkOnly.length),
    sum((rule) => rule.hawkwatchOnly.length),
    percent(agreementOf(rules)),
    percent(agreementOf(correct)),
    sum((rule) => rule.aside.length),
  ];
  return [head, head.map(() => '---'), ...rows, total].map(line);
}

function explain({ verdict, explanation, squawkOnly, hawkwatchOnly }: Explanation): string[] {
  const who = verdict === 'squawk' ? 'squawk is wrong.' : 'Either view can be held.';
  return [
    `- ${explanation} _${who}_`,
    ...(squawkOnly.length === 0 ? [] : [`  Only squawk: ${codes(squawkOnly)}.`]),
    ...(hawkwatchOnly.length === 0 ? [] : [`  Only hawkwatch: ${codes(hawkwatchOnly)}.`]),
  ];
}

function describeAside(rules: readonly ComparedRule[]): string[] {
  const all = rules.flatMap((rule) => rule.aside);
  return Object.entries(setAsideReasons).map(([reason, text]) => {
    const places = all.filter((one) => one.reason === reason);
    return `- ${places.length} × ${text}.`;
  });
}

/** The section, without its markers. */
export function comparisonSection(
  corpus: readonly CorpusFile[],
  rules: readonly ComparedRule[],
  explanations: readonly Explanation[],
): string {
  return [
    `${corpus.length} files, squawk-cli 2.61.0, both told that it is PostgreSQL 18.`,
    '',
    ...tableOf(rules, withoutErrors(rules, explanations)),
    '',
    'Every disagreement, by its cause:',
    '',
    ...explanations.flatMap(explain),
    '',
    'Not compared, because one of the two does not look there at all:',
    '',
    ...describeAside(rules),
  ].join('\n');
}

/** The page with the section put between its markers. */
export function putSection(page: string, section: string): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from === -1 || to < from) throw new Error(`the page lacks "${begin}" … "${end}"`);
  return `${page.slice(0, from)}${begin}\n\n${section}\n\n${page.slice(to)}`;
}

/** A page as `npm run fix` would leave it. */
export async function formatPage(page: string): Promise<string> {
  const settings = await resolveConfig(comparisonPage);
  return format(page, { ...settings, parser: 'markdown' });
}
