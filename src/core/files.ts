// The words for watched files: what they are, what became of them, which settings in them matter.
import type { RiskLevel } from './impact.ts';

export const fileKinds = ['DATABASE', 'CONFIGURATION', 'TERRAFORM', 'KUBERNETES'] as const;
export type FileKind = (typeof fileKinds)[number];

export const fileChangeKinds = ['ADDED', 'CHANGED', 'REPLACED', 'REMOVED', 'PERMISSIONS'] as const;
/** `REPLACED`: another file took its place, as editors and Kubernetes write files. */
export type FileChangeKind = (typeof fileChangeKinds)[number];

export const settingAspects = [
  'RESOURCE',
  'VERSION',
  'IMAGE',
  'SIZE',
  'REPLICAS',
  'STORAGE',
  'BACKUP',
  'NETWORK',
  'ENCRYPTION',
  'SECRET',
  'PROTECTION',
  'MAINTENANCE',
  'PARAMETER',
] as const;
/** What a setting of a database is about. */
export type SettingAspect = (typeof settingAspects)[number];

/** A setting that a declaration (Terraform, Kubernetes) has now and had before. */
export interface SettingChange {
  /** As `aws_db_instance.main` or `StatefulSet/shop/postgres`. */
  readonly resource: string;
  /** As `backup_retention_period` or `spec.replicas`. */
  readonly attribute: string;
  readonly aspect: SettingAspect;
  /** Null: it was not there. */
  readonly before: string | null;
  /** Null: it is not there any more. */
  readonly after: string | null;
  readonly risk: RiskLevel;
  /** What it means, in one sentence. */
  readonly message: string;
}
