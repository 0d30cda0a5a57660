// All forms in which `assess` reports, by their names.
import { formatGithub } from './github.ts';
import { formatHuman } from './human.ts';
import { formatJson } from './json.ts';
import type { ReportForm } from './report.ts';
import { formatSarif } from './sarif.ts';

export const reportForms = {
  human: formatHuman,
  json: formatJson,
  sarif: formatSarif,
  github: formatGithub,
} as const satisfies Record<string, ReportForm>;
export type ReportFormName = keyof typeof reportForms;

export const reportFormNames = Object.keys(reportForms) as readonly ReportFormName[];
