// What requests, the watcher and waves need of the impact assessment: bytes in, an assessment out.
import type { ImpactAssessment } from '../../core/impact.ts';

export interface AssessedFile {
  /** The migration's version; a file that takes it back has the same. */
  readonly version: string;
  readonly file: string;
  readonly bytes: Uint8Array;
}

export interface ImpactAssessor {
  /**
   * What these files would do to this database, in their order. Reads the database and changes
   * nothing; may reject when it cannot be reached.
   */
  assessFiles(request: {
    readonly databaseName: string;
    readonly files: readonly AssessedFile[];
  }): Promise<ImpactAssessment>;
  /**
   * What the pending migrations of a source would do, whatever its tool is; absent where only hawkwatch's own form
   * is known.
   */
  assessPending?(request: {
    readonly databaseName: string;
    readonly source: string;
    readonly toVersion?: string | undefined;
  }): Promise<ImpactAssessment>;
}
