// SARIF 2.1.0, as code scanning takes it: rules with their help, results with their place, and a
// fingerprint that survives lines that move.
import { createHash } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import type { ImpactFinding, RiskLevel } from '../../core/impact.ts';
import { printable } from '../terminal.ts';
import type { AssessmentReport, ReportForm, RuleDescription } from './report.ts';

type SarifLevel = 'error' | 'warning' | 'note';

function levelOf(level: RiskLevel): SarifLevel {
  switch (level) {
    case 'CRITICAL':
    case 'HIGH':
      return 'error';
    case 'MEDIUM':
    case 'UNKNOWN':
      return 'warning';
    case 'LOW':
    case 'NONE':
      return 'note';
  }
}

/** A path as SARIF wants it: relative to the root of the sources, or absolute with its scheme. */
function uriOf(file: string): string {
  if (path.isAbsolute(file)) return pathToFileURL(file).href;
  return file.split('/').map(encodeURIComponent).join('/');
}

function locate(file: string): Record<string, unknown> {
  return path.isAbsolute(file)
    ? { uri: uriOf(file) }
    : { uri: uriOf(file), uriBaseId: '%SRCROOT%' };
}

/** As `createIndexBlocking` from `create-index-blocking`. */
const nameOf = (id: string): string =>
  id.replaceAll(/(?:^|-)([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());

function describeRule(id: string, rule: RuleDescription | undefined): Record<string, unknown> {
  const title = rule?.title ?? id;
  const safe = rule?.safeForm ?? null;
  const help = safe === null ? title : `${title}\n\nSafer: ${safe}`;
  const level = levelOf(rule?.level ?? 'UNKNOWN');
  return {
    id,
    name: nameOf(id),
    shortDescription: { text: title },
    fullDescription: { text: title },
    help: {
      text: help,
      markdown: safe === null ? title : `${title}\n\n**Safer:** ${safe}`,
    },
    defaultConfiguration: { level },
    properties: {
      tags: ['migration', ...(rule?.classes ?? []).map((one) => one.toLowerCase())],
      'problem.severity': level === 'note' ? 'recommendation' : level,
      precision: 'high',
    },
  };
}

function messageOf(finding: ImpactFinding): string {
  const parts = [
    finding.message,
    ...finding.because.map((reason) => `Because ${reason}.`),
    ...(finding.safeForm === null ? [] : [`Safer: ${finding.safeForm}`]),
  ];
  return printable(parts.join('\n'));
}

/** Fingerprints of the findings; equal ones in one file are told apart by their order. */
function fingerprintsOf(findings: readonly ImpactFinding[]): readonly string[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const key = JSON.stringify([finding.file, finding.rule, finding.objects]);
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    return createHash('sha256').update(`${key}:${nth}`).digest('hex').slice(0, 32);
  });
}

function resultsOf(report: AssessmentReport, ids: readonly string[]): unknown[] {
  const findings: readonly (ImpactFinding & { readonly reason?: string })[] = [
    ...report.assessment.findings,
    ...report.assessment.ignored,
  ];
  const fingerprints = fingerprintsOf(findings);
  return findings.map((finding, index) => ({
    ruleId: finding.rule,
    ruleIndex: ids.indexOf(finding.rule),
    level: levelOf(finding.level),
    message: { text: messageOf(finding) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: locate(finding.file),
          region: { startLine: Math.max(1, finding.line) },
        },
        ...(finding.objects.length === 0
          ? {}
          : {
              logicalLocations: finding.objects.map((name) => ({ fullyQualifiedName: name })),
            }),
      },
    ],
    ...(finding.reason === undefined
      ? {}
      : { suppressions: [{ kind: 'inSource', justification: printable(finding.reason) }] }),
    partialFingerprints: { 'hawkwatchFinding/v1': fingerprints[index] },
    properties: {
      risk: finding.level,
      classes: finding.classes,
      lockMode: finding.lockMode,
      blocks: finding.blocks,
      statement: finding.statement,
    },
  }));
}

export const formatSarif: ReportForm = (report) => {
  const { assessment, verdict, version, against, database, exitCode } = report;
  const all = [...assessment.findings, ...assessment.ignored];
  const ids = [...new Set(all.map((finding) => finding.rule))].toSorted();
  const content = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'hawkwatch',
            semanticVersion: version,
            rules: ids.map((id) => describeRule(id, report.findRule(id))),
          },
        },
        automationDetails: { id: `hawkwatch/assess/${database ?? 'offline'}/` },
        invocations: [{ executionSuccessful: true, exitCode }],
        columnKind: 'utf16CodeUnits',
        artifacts: assessment.files.map(({ file, checksum }) => ({
          location: locate(file),
          hashes: { 'sha-256': checksum },
        })),
        results: resultsOf(report, ids),
        properties: {
          against,
          database,
          risk: assessment.risk,
          confidence: assessment.confidence,
          doubts: assessment.doubts,
          losses: assessment.losses,
          estimate: assessment.estimate,
          thresholdReached: verdict.reached,
        },
      },
    ],
  };
  return `${JSON.stringify(content, null, 2)}\n`;
};
