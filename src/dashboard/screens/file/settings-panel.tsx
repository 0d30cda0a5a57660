// What the file declares of databases now.
import type { FilePageQuery } from '../../graphql/graphql.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { wordsOf } from '../../parts/state.tsx';

type Setting = FilePageQuery['watchedFile']['settings'][number];

const columns: readonly Column<Setting>[] = [
  {
    key: 'resource',
    heading: 'Resource',
    width: 'minmax(8rem, 1.2fr)',
    cell: ({ resource }) => <span className="mono">{resource}</span>,
  },
  {
    key: 'attribute',
    heading: 'Setting',
    width: 'minmax(7rem, 1fr)',
    cell: ({ attribute }) => <span className="mono">{attribute}</span>,
  },
  {
    key: 'value',
    heading: 'Value',
    width: 'minmax(7rem, 1.4fr)',
    cell: ({ value }) => (
      <span className="mono" title={value}>
        {value}
      </span>
    ),
  },
  {
    key: 'aspect',
    heading: 'About',
    width: '7rem',
    isExtra: true,
    cell: ({ aspect }) => wordsOf(aspect),
  },
];

/** The panel; it is not there where nothing is declared. */
export function SettingsPanel({ settings }: { settings: readonly Setting[] }) {
  if (settings.length === 0) return null;
  return (
    <Panel title="What it declares of databases" isFlush>
      <DataTable
        label="Declared settings"
        rows={settings}
        columns={columns}
        keyOf={({ resource, attribute }) => `${resource} ${attribute}`}
      />
    </Panel>
  );
}
