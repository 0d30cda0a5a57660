// What differs between two snapshots, as plain data that is stored, sent and shown.
import type { RiskClass, RiskLevel } from './impact.ts';
import type { AttributeValue, SchemaObjectKind } from './schema.ts';

export const schemaChangeKinds = ['ADDED', 'REMOVED', 'CHANGED'] as const;
export type SchemaChangeKind = (typeof schemaChangeKinds)[number];

export interface AttributeChange {
  readonly name: string;
  readonly from: AttributeValue;
  readonly to: AttributeValue;
}

/** Something that may not work any more. */
export interface SchemaBreakage {
  /** Id of the object, or the name of an application's need. */
  readonly object: string;
  readonly reason: string;
}

export interface SchemaChange {
  readonly change: SchemaChangeKind;
  readonly kind: SchemaObjectKind;
  readonly name: string;
  readonly parent: string | null;
  /** Of an added (removed) object all of its attributes, from (to) null. */
  readonly attributes: readonly AttributeChange[];
  readonly risk: RiskLevel;
  readonly classes: readonly RiskClass[];
  /** One sentence. */
  readonly message: string;
  readonly breaks: readonly SchemaBreakage[];
}

/** A removed and an added object that may be the same one under another name; never assumed. */
export interface RenameProposal {
  readonly kind: SchemaObjectKind;
  readonly from: string;
  readonly to: string;
  /** 0 to 1. */
  readonly probability: number;
  readonly basis: string;
}

export const changeOrigins = [
  'MIGRATION',
  'FOREIGN_MIGRATION',
  'DRIFT',
  'IGNORED',
  'UNDECIDED',
] as const;
/**
 * What made a change. DRIFT: no migration did. IGNORED: no migration did, and a rule says that it is no
 * drift. UNDECIDED for the moment in which a migration may still turn up.
 */
export type ChangeOrigin = (typeof changeOrigins)[number];

export const driftStates = ['OPEN', 'ACKNOWLEDGED', 'RESOLVED'] as const;
export type DriftState = (typeof driftStates)[number];

/** It went away by itself, became part of a migration, the new baseline, or is ignored. */
export const driftResolutions = ['GONE', 'MIGRATED', 'ACCEPTED', 'IGNORED'] as const;
export type DriftResolution = (typeof driftResolutions)[number];

/** What somebody did, as the database's own log of changes has it. */
export interface SchemaStatement {
  readonly at: string;
  readonly user: string | null;
  readonly application: string | null;
  /** Address of the client; null for a local socket. */
  readonly client: string | null;
  readonly pid: number;
  /** As `ALTER TABLE`. */
  readonly tag: string;
  /** Qualified, as the server tells it; null when it tells none. */
  readonly object: string | null;
  /** Redacted and cut; null when it may hold a secret. */
  readonly statement: string | null;
}

export interface SchemaDiff {
  /** Ordered by parent and name; children of an added or removed object are left out. */
  readonly changes: readonly SchemaChange[];
  readonly renames: readonly RenameProposal[];
  readonly risk: RiskLevel;
}
