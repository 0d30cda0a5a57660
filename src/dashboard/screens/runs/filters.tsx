// The filters above the history.
import { useEffect, useId, useState } from 'react';
import { useLocation } from 'wouter';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { wordsOf } from '../../parts/state.tsx';
import { isNarrowed, kinds, origins, spans, states } from './filter.ts';
import { databaseName, databaseNames } from './operations.ts';
import styles from './runs.module.css';
import type { ChosenFilters } from './use-chosen.ts';

/** As much as a filter of the API takes, and more than a name has. */
const searchedLetters = 100;

export interface FiltersProps {
  readonly filters: ChosenFilters;
}

/** A row of filters; each change is in the address at once. */
export function Filters({ filters }: FiltersProps) {
  const { chosen } = filters;
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState('');
  // Of many databases those are suggested that what is typed may mean.
  const names = useLiveQuery(databaseNames, { filter: typed === '' ? null : { text: typed } });
  const { database } = chosen;
  const named = useLiveQuery(
    databaseName,
    { id: database ?? '' },
    { pause: database === undefined },
  );
  const shownName = database === undefined ? undefined : (named.data?.database?.name ?? database);
  const toggle = (state: string): void => {
    const isOn = chosen.states.includes(state);
    filters.setStates(
      isOn ? chosen.states.filter((one) => one !== state) : [...chosen.states, state],
    );
  };
  return (
    <section className="column" aria-label="Filters">
      <div className={styles.chips} role="group" aria-label="State">
        {states.map((state) => (
          <button
            key={state}
            className={styles.chip}
            aria-pressed={chosen.states.includes(state)}
            onClick={() => toggle(state)}
          >
            {wordsOf(state)}
          </button>
        ))}
      </div>
      <div className={styles.fields}>
        <TextFilter
          label="Database"
          value={shownName}
          suggestions={names.data?.databases.edges.map(({ node }) => node.name) ?? []}
          onType={(text) => setTyped(text.trim().slice(0, searchedLetters))}
          onChange={filters.setDatabase}
        />
        <Choice label="Kind" value={chosen.kind} options={kinds} onChange={filters.setKind} />
        <Choice
          label="Begun by"
          value={chosen.origin}
          options={origins}
          onChange={filters.setOrigin}
        />
        <TextFilter label="Token" value={chosen.by} suggestions={[]} onChange={filters.setBy} />
        <Choice
          label="Asked for"
          value={chosen.since}
          any="Any time"
          options={Object.fromEntries(
            Object.entries(spans).map(([name, { label }]) => [name, label]),
          )}
          onChange={filters.setSince}
        />
        {isNarrowed(chosen) ? (
          <button className="plain" onClick={() => navigate('/runs', { replace: true })}>
            Clear all
          </button>
        ) : null}
      </div>
    </section>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: Readonly<Record<string, string>>;
  readonly any?: string;
  onChange(value: string | undefined): void;
}

function Choice({ label, value = '', options, any = 'All', onChange }: ChoiceProps) {
  // An address may hold a date that no option names.
  const isOther = value !== '' && !Object.hasOwn(options, value);
  return (
    <label>
      {label}
      <select value={value} onChange={({ target }) => onChange(target.value || undefined)}>
        <option value="">{any}</option>
        {isOther ? <option value={value}>since {value}</option> : null}
        {Object.entries(options).map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

interface TextFilterProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly suggestions: readonly string[];
  onType?(text: string): void;
  onChange(value: string | undefined): void;
}

/** Text that counts when it is whole: chosen from the list, or left, or Enter. */
function TextFilter({ label, value = '', suggestions, onType, onChange }: TextFilterProps) {
  const list = useId();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const commit = (next: string): void => {
    const trimmed = next.trim();
    if (trimmed !== value) onChange(trimmed === '' ? undefined : trimmed);
  };
  return (
    <label>
      {label}
      <input
        type="search"
        placeholder="All"
        list={suggestions.length === 0 ? undefined : list}
        value={text}
        spellCheck={false}
        autoComplete="off"
        onChange={({ target }) => {
          setText(target.value);
          onType?.(target.value);
          if (target.value === '' || suggestions.includes(target.value)) commit(target.value);
        }}
        onBlur={() => commit(text)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit(text);
        }}
      />
      {suggestions.length === 0 ? null : (
        <datalist id={list}>
          {suggestions.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      )}
    </label>
  );
}
