// What the matrix compares: one source, in all its databases or in some. All of it stands in the address.
import { useLiveQuery } from '../../../client/use-live-query.ts';
import { graphql } from '../../../graphql/gql.ts';
import type { DatabasesMatrixSourcesQuery } from '../../../graphql/graphql.ts';
import { CheckField, ChoiceField, FilterFields, TextField } from '../../../parts/filter-fields.tsx';
import { useUrlValue } from '../../../parts/url-state.ts';
import { noEnvironment } from '../database-rows.ts';
import type { MatrixColumn } from './matrix-table.tsx';

const environmentsQuery = graphql(`
  query DatabasesMatrixEnvironments($source: String!) {
    migrationOverview(filter: { sources: [$source] }) {
      byEnvironment {
        name
        total
      }
    }
  }
`);

export type SourceChoice = DatabasesMatrixSourcesQuery['migrationOverview']['bySource'][number];

const staleAfter = ['migration_status.changed', 'database.'];

export interface MatrixControlsProps {
  readonly sources: readonly SourceChoice[];
  readonly source: string;
  readonly columns: readonly MatrixColumn[];
}

/** The controls above the matrix. */
export function MatrixControls({ sources, source, columns }: MatrixControlsProps) {
  const [, setSource] = useUrlValue('source');
  const { data } = useLiveQuery(environmentsQuery, { source }, { staleAfter, everyMs: 5_000 });
  const environments = Object.fromEntries(
    (data?.migrationOverview.byEnvironment ?? []).map(({ name, total }) => [
      name ?? noEnvironment,
      `${name ?? 'without one'} (${total})`,
    ]),
  );
  const firsts = Object.fromEntries(
    columns.map(({ status: { database } }) => [database.name, database.name]),
  );
  return (
    <FilterFields label="What is compared">
      <label>
        Source
        <select value={source} onChange={({ target }) => setSource(target.value)}>
          {sources.some(({ name }) => name === source) ? null : (
            <option value={source}>{source}</option>
          )}
          {sources.map(({ name, total }) => (
            <option key={name} value={name ?? ''}>
              {name} ({total})
            </option>
          ))}
        </select>
      </label>
      <ChoiceField name="environment" label="Environment" options={environments} />
      <TextField name="label" label="Label, as team=shop" />
      <TextField name="text" label="Database" />
      <ChoiceField name="first" label="Compare with" options={firsts} any="the first environment" />
      <CheckField name="all" label="also versions that are the same everywhere" />
    </FilterFields>
  );
}
