// A database's schema: its objects, changes and comparisons. To be written.
import { Empty } from '../../../parts/notes.tsx';

export interface SchemaTabProps {
  /** The database's global id. */
  readonly id: string;
  readonly name: string;
}

/** The schema. */
export function SchemaTab({ name }: SchemaTabProps) {
  return <Empty title={`The schema of ${name} is not shown yet`} />;
}
