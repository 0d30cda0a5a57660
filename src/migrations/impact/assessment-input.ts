// What an assessment starts from, and what it yields for one file. Plain data: both cross threads.
import type { IgnoredFinding, ImpactFinding, ImpactLoss } from '../../core/impact.ts';
import type { MigrationTool } from '../../core/migrations.ts';
import type { Doubt } from './confidence.ts';
import type { TableWork } from './estimate.ts';
import type { DatabaseFacts } from './facts.ts';
import type { OtherDialect } from './token-statements.ts';

export type Dialect = 'postgresql' | OtherDialect;

export interface ImpactFile {
  /** Null for SQL that was given as text. */
  readonly version: string | null;
  readonly file: string;
  readonly bytes: Uint8Array;
  /** The tool's word on whether the file is one transaction; else comments and settings decide. */
  readonly transactional?: boolean;
  /** The version already applied that comes after this file's. */
  readonly overtakenBy?: string | null;
  /** Why its bytes could not be had: it counts as unknown. */
  readonly unreadable?: string;
}

export interface AssessmentSettings {
  readonly facts: DatabaseFacts;
  /** Major version of PostgreSQL where the facts do not tell; the oldest that is supported. */
  readonly assumedVersion?: number;
  /**
   * The tool that runs the files: its comments count, and the part that undoes a file is left out.
   * Undefined: hawkwatch itself, to which a file is all that stands in it.
   */
  readonly tool?: MigrationTool;
  /** The tool puts a transaction around each file; undefined: what is known of the tool decides. */
  readonly toolWraps?: boolean;
  readonly dialect?: Dialect;
  /** Ids of rules that are off unless asked for. */
  readonly optIn?: readonly string[];
  /** Whoever runs the files sets these limits before. */
  readonly lockTimeout?: boolean;
  readonly statementTimeout?: boolean;
  /** What is not sure whatever the rules find. */
  readonly doubts?: readonly Doubt[];
}

export interface FileAssessment {
  readonly version: string | null;
  readonly file: string;
  readonly checksum: string;
  readonly statements: number;
  readonly findings: readonly ImpactFinding[];
  readonly ignored: readonly IgnoredFinding[];
  readonly losses: readonly ImpactLoss[];
  readonly work: readonly TableWork[];
  readonly doubts: readonly Doubt[];
  /** Keys of the tables it makes. */
  readonly made: readonly string[];
}

/** The oldest PostgreSQL that is supported. */
export const oldestVersion = 15;
/** A larger file is not read: parsing it would take minutes and gigabytes. */
export const maxFileBytes = 16 * 1024 * 1024;

/** The version of PostgreSQL that counts. */
export function versionOf({ facts, assumedVersion = oldestVersion }: AssessmentSettings): number {
  return facts.serverVersion === null ? assumedVersion : Math.floor(facts.serverVersion / 10_000);
}
