// What migrations may do to a database, from their text and facts about it. `assessScripts` does it all
// at once; what serves requests goes through `assessor`, which never holds up the event loop.
import {
  riskRank,
  worstRisk,
  type ImpactAssessment,
  type ImpactFinding,
  type RiskLevel,
} from '../../core/impact.ts';
import { assessFile } from './assess-file.ts';
import type { AssessmentSettings, FileAssessment, ImpactFile } from './assessment-input.ts';
import { confidenceOf, doubts, type Doubt } from './confidence.ts';
import { estimateWork } from './estimate.ts';

export interface AssessmentInput extends AssessmentSettings {
  /** In the order in which they would run. */
  readonly files: readonly ImpactFile[];
}

/** So many doubts are told; the gravest come first. */
const maxDoubts = 50;

/** The worst level; hints and advice about quality are at most LOW. */
function riskOf(findings: readonly ImpactFinding[]): RiskLevel {
  return worstRisk(
    findings.map(({ level, classes }) =>
      classes.every((each) => each === 'QUALITY') && riskRank(level) > riskRank('LOW')
        ? 'LOW'
        : level,
    ),
  );
}

/** Tables that earlier files of one assessment make: known only where a database was asked. */
export function createMadeEarlier(settings: AssessmentSettings, before: Iterable<string> = []) {
  const tables = new Set(before);
  // Offline the earlier files of a folder were most likely applied long ago.
  const counts = settings.facts.serverVersion !== null;
  return {
    tables,
    add: (file: Pick<FileAssessment, 'made'>): void => {
      if (counts) for (const key of file.made) tables.add(key);
    },
  };
}

/** Puts the assessments of files together. */
export function combineAssessments(
  files: readonly FileAssessment[],
  settings: AssessmentSettings,
): ImpactAssessment {
  const findings = files.flatMap((file) => file.findings);
  const found: Doubt[] = files.flatMap((file) => file.doubts);
  found.push(...(settings.doubts ?? []), ...(settings.facts.notes ?? []).map(doubts.unseen));
  const isGuessed = settings.facts.serverVersion === null && settings.assumedVersion === undefined;
  if (isGuessed && findings.some(({ level }) => level !== 'NONE')) {
    found.push(
      doubts.assumedVersion(
        'the version of PostgreSQL is not known: the oldest supported is assumed',
      ),
    );
  }
  const told = confidenceOf(found);
  const more = told.doubts.length - maxDoubts;
  return {
    risk: riskOf(findings),
    confidence: told.confidence,
    doubts:
      more <= 0
        ? told.doubts
        : [...told.doubts.slice(0, maxDoubts), `and ${more} more of this kind`],
    findings,
    ignored: files.flatMap((file) => file.ignored),
    losses: files.flatMap((file) => file.losses),
    estimate: estimateWork(
      files.flatMap((file) => file.work),
      settings.facts,
    ),
    files: files.map(({ version, file, checksum, statements, findings: own }) => ({
      version,
      file,
      checksum,
      statements,
      risk: riskOf(own),
    })),
  };
}

/** Assesses files one after the other; `madeBefore` are tables that files before these make. */
export function assessFiles(
  files: readonly ImpactFile[],
  settings: AssessmentSettings,
  madeBefore: Iterable<string> = [],
): readonly FileAssessment[] {
  const earlier = createMadeEarlier(settings, madeBefore);
  return files.map((file) => {
    const assessed = assessFile(file, settings, earlier.tables);
    earlier.add(assessed);
    return assessed;
  });
}

/** Assesses all files at once. The parser has to be loaded (`loadSqlParser`). */
export function assessScripts(input: AssessmentInput): ImpactAssessment {
  return combineAssessments(assessFiles(input.files, input), input);
}
