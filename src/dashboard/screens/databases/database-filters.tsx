// What the list is narrowed to. All of it stands in the address.
import { CheckField, TextField } from '../../parts/filter-fields.tsx';
import { wordsOf } from '../../parts/state.tsx';
import { useUrlValue, useUrlValues } from '../../parts/url-state.ts';
import {
  databaseStates,
  noEnvironment,
  sortings,
  statusStates,
  type RowFilter,
  type Sorting,
} from './database-rows.ts';

export interface ListFilter extends RowFilter {
  readonly sorting: Sorting;
  readonly retired: boolean;
}

/** The filter that the address holds. */
export function useListFilter(): ListFilter {
  const [text] = useUrlValue('text');
  const [states] = useUrlValues('state');
  const [environments] = useUrlValues('environment');
  const [drift] = useUrlValue('drift');
  const [sorting] = useUrlValue('sort');
  const [retired] = useUrlValue('retired');
  return {
    text,
    states,
    environments,
    drift: drift === 'true',
    sorting:
      sorting !== undefined && Object.hasOwn(sortings, sorting)
        ? (sorting as Sorting)
        : 'attention',
    retired: retired === 'true',
  };
}

interface OneOfProps {
  readonly label: string;
  readonly options: readonly string[];
  readonly chosen: readonly string[];
  readonly name?: (option: string) => string;
  onChoose(chosen: readonly string[]): void;
}

/** One of several words, or any; other words that are chosen stay. */
function OneOf({ label, options, chosen, name = wordsOf, onChoose }: OneOfProps) {
  const others = chosen.filter((one) => !options.includes(one));
  const own = chosen.filter((one) => options.includes(one));
  return (
    <label>
      {label}
      <select
        value={own.length > 1 ? '*' : (own[0] ?? '')}
        onChange={({ target: { value } }) =>
          onChoose(value === '' ? others : value === '*' ? chosen : [...others, value])
        }
      >
        <option value="">any</option>
        {own.length > 1 ? <option value="*">{own.map(name).join(' or ')}</option> : null}
        {options.map((option) => (
          <option key={option} value={option}>
            {name(option)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The controls above the list. */
export function DatabaseFilters({ environments }: { environments: readonly string[] }) {
  const [states, setStates] = useUrlValues('state');
  const [chosen, setChosen] = useUrlValues('environment');
  const { sorting } = useListFilter();
  const [, setSorting] = useUrlValue('sort');
  // A name from the address that no database has is still shown, so that it can be taken away.
  const all = [...new Set([...environments, ...chosen])];
  return (
    <div
      className="row"
      role="search"
      aria-label="Filter the databases"
      style={{ alignItems: 'end' }}
    >
      <TextField name="text" label="Name, tool or source" />
      <OneOf label="Status" options={databaseStates} chosen={states} onChoose={setStates} />
      <OneOf label="Migrations" options={statusStates} chosen={states} onChoose={setStates} />
      <OneOf
        label="Environment"
        options={all}
        chosen={chosen}
        name={(option) => (option === noEnvironment ? 'without one' : option)}
        onChoose={setChosen}
      />
      <label>
        Order
        <select
          value={sorting}
          onChange={({ target: { value } }) =>
            setSorting(value === 'attention' ? undefined : value)
          }
        >
          {Object.entries(sortings).map(([key, { title }]) => (
            <option key={key} value={key}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <CheckField name="drift" label="with drift" />
      <CheckField name="retired" label="retired ones" />
    </div>
  );
}
