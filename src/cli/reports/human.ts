// The report for people: file by file, statement by statement, then what it comes to.
import type { ImpactAssessment, ImpactFinding, RiskLevel } from '../../core/impact.ts';
import { oneLine, painter, printable, type Paint } from '../terminal.ts';
import type { ReportForm } from './report.ts';

const styles = {
  NONE: 'green',
  LOW: 'green',
  MEDIUM: 'yellow',
  HIGH: 'red',
  CRITICAL: 'red',
  UNKNOWN: 'magenta',
} as const satisfies Record<RiskLevel, string>;

function paintLevel(paint: Paint, level: RiskLevel, width = 0): string {
  const text = paint(styles[level], level.padEnd(width));
  return level === 'CRITICAL' ? paint('bold', text) : text;
}

/** `9 files`, `1 file`. */
const count = (number: number, word: string): string =>
  `${number.toLocaleString('en')} ${word}${number === 1 ? '' : 's'}`;

/** `350 ms`, `1.5 s`, `12 min`, `3 h`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}

function describeFinding(finding: ImpactFinding, paint: Paint): string[] {
  const place = `line ${finding.line}`.padEnd(10);
  const lock = finding.lockMode === null ? '' : paint('dim', `  ${finding.lockMode}`);
  const indent = ' '.repeat(21);
  return [
    `  ${place} ${paintLevel(paint, finding.level, 8)} ${oneLine(finding.message)}`,
    `${indent} ${paint('cyan', finding.rule)}${lock}`,
    ...finding.because.map((reason) => paint('dim', `${indent} because ${oneLine(reason)}`)),
    ...(finding.safeForm === null ? [] : [`${indent} safer: ${oneLine(finding.safeForm)}`]),
  ];
}

/** The findings of an assessment, file by file; files without one are counted only. */
export function describeFindings(assessment: ImpactAssessment, paint: Paint): string[] {
  return assessment.files.flatMap(({ file, risk }) => {
    const findings = assessment.findings.filter((finding) => finding.file === file);
    if (findings.length === 0) return [];
    return [
      `${paint('bold', printable(file))}  ${paintLevel(paint, risk)}`,
      ...findings.flatMap((finding) => describeFinding(finding, paint)),
      '',
    ];
  });
}

/** What comments in the files put aside. */
function describeIgnored(assessment: ImpactAssessment, paint: Paint): string[] {
  return assessment.ignored.map(({ file, line, rule, reason }) =>
    paint('dim', `ignored: ${printable(file)} line ${line} ${rule} (${oneLine(reason)})`),
  );
}

/** Risk, confidence with its doubts, losses, estimate. */
export function describeWhole(assessment: ImpactAssessment, paint: Paint): string[] {
  const { risk, confidence, doubts, losses, estimate, files, findings } = assessment;
  const statements = files.reduce((sum, file) => sum + file.statements, 0);
  return [
    ...describeIgnored(assessment, paint),
    `${count(files.length, 'file')}, ${count(statements, 'statement')}, ${count(findings.length, 'finding')}`,
    `risk ${paintLevel(paint, risk)}, confidence ${confidence} of 100`,
    ...doubts.map((doubt) => paint('dim', `  not sure: ${oneLine(doubt)}`)),
    ...losses.map((loss) => `  ${paint('red', 'lost')}: ${oneLine(loss.message)}`),
    ...(estimate === null
      ? []
      : [
          `  scans and rewrites take ${formatDuration(estimate.lowMs)} to ${formatDuration(estimate.highMs)} (${oneLine(estimate.basis)})`,
        ]),
  ];
}

export const formatHuman: ReportForm = ({ assessment, verdict, against }, { colours }) => {
  const paint = painter(colours);
  const lines = [
    ...describeFindings(assessment, paint),
    `Assessed against ${oneLine(against)}`,
    ...describeWhole(assessment, paint),
    verdict.reached
      ? paint('red', `fails: ${verdict.reasons.join('; ')}`)
      : paint('green', 'passes'),
  ];
  return `${lines.join('\n')}\n`;
};
