// Assesses files by their text alone, in this process. Nothing is known of a database here, and the
// confidence says so.
import type { ImpactAssessment } from '../core/impact.ts';
import { assessScripts } from '../migrations/impact/assess.ts';
import type { MigrationTool } from '../core/migrations.ts';
import type { Dialect } from '../migrations/impact/assessment-input.ts';
import { noFacts } from '../migrations/impact/facts.ts';
import type { ImpactRule } from '../migrations/impact/rule.ts';
import { impactRules } from '../migrations/impact/rules/registry.ts';
import { toolOfFiles } from '../migrations/impact/tool-of-text.ts';
import { loadSqlParser } from '../sql/parse.ts';
import type { GivenFile } from './assess-files.ts';
import { checkOptIn } from './opt-in.ts';

/** Who puts a transaction around a file: hawkwatch where it can, the tool always, or nobody. */
export const transactionModes = ['hawkwatch', 'tool', 'none'] as const;
export type TransactionMode = (typeof transactionModes)[number];

export interface OfflineSettings {
  readonly dialect: Dialect;
  readonly transactions: TransactionMode;
  readonly optIn: readonly string[];
  /** Undefined: told by the comments in the files, else hawkwatch itself. */
  readonly tool?: MigrationTool;
  /** Major version of PostgreSQL. */
  readonly version?: number;
}

/** The rule of an id; undefined for one that this version does not have. */
export function findRule(id: string): ImpactRule | undefined {
  return impactRules.find((rule: ImpactRule) => rule.id === id);
}

/** The assessment, and what it was made against. */
export async function assessOffline(
  files: readonly GivenFile[],
  settings: OfflineSettings,
): Promise<{ readonly assessment: ImpactAssessment; readonly against: string }> {
  const { dialect, transactions, optIn, version } = settings;
  checkOptIn(optIn, impactRules);
  const tool = settings.tool ?? toolOfFiles(files) ?? 'sql';
  await loadSqlParser();
  const assessment = assessScripts({
    files: files.map(({ file, bytes }) => ({ version: null, file, bytes })),
    facts: noFacts,
    dialect,
    optIn,
    tool,
    ...(version === undefined ? {} : { assumedVersion: version }),
    ...(transactions === 'hawkwatch' ? {} : { toolWraps: transactions === 'tool' }),
  });
  const assumed =
    (version === undefined ? '' : `, PostgreSQL ${version}`) +
    (tool === 'sql' ? '' : `, as ${tool} runs the files`);
  const against =
    dialect === 'postgresql' ? `no database${assumed}` : `no database, SQL of ${dialect}`;
  return { assessment, against };
}
