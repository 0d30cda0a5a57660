// All objects of a schema as it is now: tables, columns, indexes and all else, found by name and kind.
import { useCallback, useMemo, useState } from 'react';

import { usePages } from '../../../../client/use-pages.ts';
import type { DatabaseSchemaObjectsQuery, SchemaObjectKind } from '../../../../graphql/graphql.ts';
import { DataTable, type Column } from '../../../../parts/data-table.tsx';
import { ChoiceField, FilterFields, TextField } from '../../../../parts/filter-fields.tsx';
import { Empty, Failure, Loading } from '../../../../parts/notes.tsx';
import { Panel } from '../../../../parts/panel.tsx';
import { nameOfParent, summarise } from '../../../../parts/schema/words.ts';
import { wordsOf } from '../../../../parts/state.tsx';
import { useUrlValue } from '../../../../parts/url-state.ts';
import { ObjectDialog } from './object-dialog.tsx';
import { objectKinds } from './object-kinds.ts';
import { objectsQuery, type SchemaObjectRow } from './read-objects.ts';
import styles from './schema.module.css';

type Objects = NonNullable<DatabaseSchemaObjectsQuery['schemaSnapshot']>['objects'];

const pageOf = ({ schemaSnapshot }: DatabaseSchemaObjectsQuery): Objects =>
  schemaSnapshot?.objects ?? {
    totalCount: 0,
    edges: [],
    pageInfo: { hasNextPage: false, endCursor: null },
  };
const kindWords = Object.fromEntries(objectKinds.map((kind) => [kind, wordsOf(kind)]));
const keyOf = ({ kind, name }: SchemaObjectRow): string => `${kind} ${name}`;

function columnsOf(show: (object: SchemaObjectRow) => void): readonly Column<SchemaObjectRow>[] {
  return [
    {
      key: 'name',
      heading: 'Name',
      width: 'minmax(12rem, 2fr)',
      cell: (object) => (
        <button className={`cut ${styles.name}`} onClick={() => show(object)} title={object.name}>
          {object.name}
        </button>
      ),
    },
    { key: 'kind', heading: 'Kind', width: '8rem', cell: ({ kind }) => wordsOf(kind) },
    {
      key: 'parent',
      heading: 'Belongs to',
      width: 'minmax(8rem, 1fr)',
      isExtra: true,
      cell: ({ parent }) => {
        const name = nameOfParent(parent);
        return name === undefined ? (
          <span className="soft">–</span>
        ) : (
          <span title={name}>{name}</span>
        );
      },
    },
    {
      key: 'is',
      heading: 'Is',
      width: 'minmax(12rem, 3fr)',
      isExtra: true,
      cell: ({ attributes }) => {
        const text = summarise(attributes);
        return (
          <span className="mono" title={text}>
            {text}
          </span>
        );
      },
    },
  ];
}

export interface ObjectsPanelProps {
  readonly snapshot: { readonly id: string; readonly objectCount: number };
}

/** The panel. */
export function ObjectsPanel({ snapshot }: ObjectsPanelProps) {
  const [text] = useUrlValue('object');
  const [kind] = useUrlValue('kind');
  const [shown, setShown] = useState<SchemaObjectRow>();
  const wanted = text?.trim() ?? '';
  const isKnownKind = kind !== undefined && (objectKinds as readonly string[]).includes(kind);
  const pages = usePages(
    objectsQuery,
    {
      snapshot: snapshot.id,
      text: wanted === '' ? null : wanted,
      kinds: isKnownKind ? [kind as SchemaObjectKind] : null,
    },
    { pageOf, keyOf },
  );
  const columns = useMemo(() => columnsOf(setShown), []);
  const { loadMore } = pages;
  const onEndNear = useCallback(() => loadMore(), [loadMore]);
  return (
    <Panel
      title={<span id="schema-objects">Objects</span>}
      isFlush
      aside={
        <span className="soft small">
          {pages.total === undefined || pages.total === snapshot.objectCount
            ? `${snapshot.objectCount} in all`
            : `${pages.total} of ${snapshot.objectCount}`}
        </span>
      }
    >
      <FilterFields label="Objects">
        <TextField name="object" label="Find an object" />
        <ChoiceField name="kind" label="Kind" options={kindWords} any="all kinds" />
      </FilterFields>
      {pages.error === undefined ? null : <Failure error={pages.error} onRetry={pages.refresh} />}
      {pages.isLoading && pages.rows.length === 0 ? (
        <Loading />
      ) : pages.rows.length === 0 ? (
        <Empty
          title={snapshot.objectCount === 0 ? 'The schema is empty' : 'No object is called so'}
        >
          {snapshot.objectCount === 0
            ? 'Run its migrations, and what they make is listed here.'
            : 'Search for a part of its name, or choose another kind.'}
        </Empty>
      ) : (
        <DataTable
          label="Objects of the schema"
          rows={pages.rows}
          columns={columns}
          keyOf={keyOf}
          {...(pages.total === undefined ? {} : { total: pages.total })}
          onEndNear={onEndNear}
        />
      )}
      {shown === undefined ? null : (
        <ObjectDialog object={shown} onClose={() => setShown(undefined)} />
      )}
    </Panel>
  );
}
