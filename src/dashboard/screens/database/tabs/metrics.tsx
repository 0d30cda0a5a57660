// A database's figures along time. To be written.
import { Empty } from '../../../parts/notes.tsx';

export interface MetricsTabProps {
  /** The database's global id. */
  readonly id: string;
  readonly name: string;
}

/** The figures. */
export function MetricsTab({ name }: MetricsTabProps) {
  return <Empty title={`The figures of ${name} are not shown yet`} />;
}
