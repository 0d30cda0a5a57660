// What is to be told of a container. It becomes an event once the container's row is known.
import type { ContainerVerdict } from '../../store/container-facts.ts';

export interface Finding {
  readonly kind:
    | 'discovered'
    | 'started'
    | 'stopped'
    | 'restarted'
    | 'oom'
    | 'loopBegan'
    | 'loopEnded'
    | 'health'
    | 'deployed'
    | 'paused'
    | 'resumed'
    | 'removed';
  readonly key: string;
  readonly dockerId: string;
  readonly name: string;
  readonly atMs: number;
  readonly verdict: ContainerVerdict | null;
  readonly reason: string | null;
  readonly exitCode: number | null;
  readonly inferred: boolean;
  /** Of an end. */
  readonly oomKilled?: boolean;
  readonly shouldRun?: boolean;
  /** Of restarts. */
  readonly count?: number;
  /** Of a crash loop. */
  readonly deaths?: number;
  readonly sinceMs?: number;
  /** Of a health. */
  readonly before?: string | null;
  /** Of a deployment. */
  readonly imageBefore?: string;
  readonly imageIdBefore?: string;
  readonly configChanged?: boolean;
}
