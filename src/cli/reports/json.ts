// The report for programs. Its form is documented in docs/cli.md and changes only by additions;
// `form` is raised when something is taken away.
import type { ReportForm } from './report.ts';

export const formatJson: ReportForm = (report) => {
  const { version, against, database, assessment, thresholds, verdict, exitCode } = report;
  const content = {
    form: 1,
    tool: { name: 'hawkwatch', version },
    against,
    database,
    thresholds,
    verdict,
    exitCode,
    ...assessment,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
};
