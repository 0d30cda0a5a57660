// The words for what a change may do to a database that is in use: risk, what is blocked, what is
// lost. Shared by the impact rules, schema changes, runs and the API.

export const riskLevels = ['NONE', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL', 'UNKNOWN'] as const;
/** `UNKNOWN`: it cannot be told; it counts as the worst where something has to be decided. */
export type RiskLevel = (typeof riskLevels)[number];

export const riskClasses = [
  'LOCK',
  'REWRITE',
  'SCAN',
  'DATA_LOSS',
  'BREAKS_CLIENTS',
  'MAY_FAIL',
  'TRANSACTION',
  'SECURITY',
  'QUALITY',
] as const;
/** In which way something is risky. */
export type RiskClass = (typeof riskClasses)[number];

export const lockModes = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;
/** PostgreSQL's table locks, from the weakest to the strongest. */
export type LockMode = (typeof lockModes)[number];

export const blockedKinds = ['READS', 'WRITES', 'SCHEMA_CHANGES'] as const;
export type BlockedKind = (typeof blockedKinds)[number];

/** What others cannot do on a table while a lock of this mode is held. */
export function blockedBy(mode: LockMode): readonly BlockedKind[] {
  switch (mode) {
    case 'ACCESS SHARE':
    case 'ROW SHARE':
    case 'ROW EXCLUSIVE':
      return [];
    case 'SHARE UPDATE EXCLUSIVE':
      return ['SCHEMA_CHANGES'];
    case 'SHARE':
    case 'SHARE ROW EXCLUSIVE':
    case 'EXCLUSIVE':
      return ['WRITES', 'SCHEMA_CHANGES'];
    case 'ACCESS EXCLUSIVE':
      return ['READS', 'WRITES', 'SCHEMA_CHANGES'];
  }
}

/** 0 for NONE up to 5 for UNKNOWN. */
export function riskRank(level: RiskLevel): number {
  return riskLevels.indexOf(level);
}

/** The worst of several; NONE when there is none. */
export function worstRisk(levels: Iterable<RiskLevel>): RiskLevel {
  let worst: RiskLevel = 'NONE';
  for (const level of levels) if (riskRank(level) > riskRank(worst)) worst = level;
  return worst;
}

/** One thing a rule found in one statement. Plain data: it is stored, sent and printed. */
export interface ImpactFinding {
  /** Id of the rule, as `create-index-blocking`. */
  readonly rule: string;
  readonly level: RiskLevel;
  readonly classes: readonly RiskClass[];
  /** What happens and to what, in one sentence; holds no secret. */
  readonly message: string;
  /** Why the level is what it is: size, traffic, long transactions, or that they are not known. */
  readonly because: readonly string[];
  /** The migration's version; null for SQL that was given as text. */
  readonly version: string | null;
  /** File name, or `<sql>`. */
  readonly file: string;
  /** Statement within the file, counted from 1. */
  readonly statement: number;
  /** Line within the file, counted from 1. */
  readonly line: number;
  /** The strongest lock it takes, as far as it is known. */
  readonly lockMode: LockMode | null;
  readonly blocks: readonly BlockedKind[];
  /** Qualified names of the tables and indexes it is about. */
  readonly objects: readonly string[];
  /** How to do the same with less risk. */
  readonly safeForm: string | null;
}

/** A finding that a comment in the file put aside. */
export interface IgnoredFinding extends ImpactFinding {
  /** What the comment says of it. */
  readonly reason: string;
}

/** A range of time with what it rests on. */
export interface ImpactEstimate {
  readonly lowMs: number;
  readonly highMs: number;
  readonly basis: string;
}

/** What would be gone. */
export interface ImpactLoss {
  readonly object: string;
  /** Rows by the server's statistics; null when nobody knows. */
  readonly rows: number | null;
  readonly message: string;
}

/** What one or several migrations may do to one database. */
export interface ImpactAssessment {
  readonly risk: RiskLevel;
  /** 0 to 100: how sure the risk is. */
  readonly confidence: number;
  /** Why the confidence is not 100. */
  readonly doubts: readonly string[];
  readonly findings: readonly ImpactFinding[];
  /** Not part of the risk, but on record. */
  readonly ignored: readonly IgnoredFinding[];
  readonly losses: readonly ImpactLoss[];
  /** For all scans and rewrites together; null when there is no basis for one. */
  readonly estimate: ImpactEstimate | null;
  readonly files: readonly {
    readonly version: string | null;
    readonly file: string;
    /** SHA-256 (hex) of the bytes that were assessed. */
    readonly checksum: string;
    readonly statements: number;
    readonly risk: RiskLevel;
  }[];
}
