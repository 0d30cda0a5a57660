// Workflow commands of GitHub Actions, which become annotations on the lines of a pull request. The
// worst come first, since GitHub shows only the first few of a step.
import { riskRank, type ImpactFinding } from '../../core/impact.ts';
import { printable } from '../terminal.ts';
import { reachesLevel } from '../verdict.ts';
import type { AssessmentReport, ReportForm } from './report.ts';

const escapeMessage = (text: string): string =>
  printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string =>
  escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

function annotate(finding: ImpactFinding, report: AssessmentReport): string {
  const reached = reachesLevel(finding.level, report.thresholds);
  const isSmall = finding.level === 'NONE' || finding.level === 'LOW';
  const command = reached ? 'error' : isSmall ? 'notice' : 'warning';
  const title = `${finding.level}: ${report.findRule(finding.rule)?.title ?? finding.rule}`;
  const lines = [
    finding.message,
    ...finding.because.map((reason) => `because ${reason}`),
    ...(finding.safeForm === null ? [] : [`safer: ${finding.safeForm}`]),
    `(${finding.rule})`,
  ];
  const properties = [
    `file=${escapeProperty(finding.file)}`,
    `line=${Math.max(1, finding.line)}`,
    `title=${escapeProperty(title)}`,
  ];
  return `::${command} ${properties.join(',')}::${escapeMessage(lines.join('\n'))}\n`;
}

export const formatGithub: ReportForm = (report) => {
  const { assessment, verdict } = report;
  const worstFirst = assessment.findings.toSorted((a, b) => riskRank(b.level) - riskRank(a.level));
  const summary = `risk ${assessment.risk}, confidence ${assessment.confidence}, ${assessment.findings.length} findings in ${assessment.files.length} files`;
  const end = verdict.reached
    ? `::error title=hawkwatch::${escapeMessage(`${summary}: ${verdict.reasons.join('; ')}`)}\n`
    : `${escapeMessage(summary)}\n`;
  return worstFirst.map((finding) => annotate(finding, report)).join('') + end;
};
