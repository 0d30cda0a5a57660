// What was found when a database was tried, before it is stored.
import type { DatabaseState } from '../../../graphql/graphql.ts';
import { State } from '../../../parts/state.tsx';
import { formatDuration } from '../../../parts/time.tsx';

export interface ShownCheck {
  readonly state: DatabaseState;
  readonly reason?: string | null | undefined;
  readonly serverVersion?: string | null | undefined;
  readonly latencyMs?: number | null | undefined;
  readonly encrypted?: boolean | null | undefined;
}

/** The outcome of a try; nothing while there was none. */
export function CheckResult({ check }: { check: ShownCheck | null | undefined }) {
  if (check == null) return null;
  const { state, reason, serverVersion, latencyMs, encrypted } = check;
  const words = [
    serverVersion == null ? undefined : `version ${serverVersion}`,
    latencyMs == null ? undefined : `answered in ${formatDuration(latencyMs)}`,
    encrypted == null ? undefined : encrypted ? 'encrypted' : 'not encrypted',
  ].filter((word) => word !== undefined);
  return (
    <p className="row" role="status">
      <State state={state} />
      <span>{[...words, reason].filter((word) => word != null).join(' · ')}</span>
    </p>
  );
}
