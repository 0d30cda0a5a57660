// The filters above the alerts; each change is in the address at once. On a phone those that are seldom
// needed are folded away.
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { Choice, Chips, ManyFilter, TextFilter } from '../../parts/filter-controls.tsx';
import { wordsOf } from '../../parts/state.tsx';
import { usePhone } from '../../parts/use-phone.ts';
import styles from './alerts.module.css';
import {
  isNarrowed,
  orders,
  severities,
  shownStates,
  spans,
  states,
  suppressions,
  toggleState,
} from './filter.ts';
import { namesQuery } from './operations.ts';
import type { ChosenFilters } from './use-chosen.ts';

const labelsOf = (
  options: Readonly<Record<string, { readonly label: string }>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(options).map(([name, { label }]) => [name, label]));

const toggled = (all: readonly string[], one: string): readonly string[] =>
  all.includes(one) ? all.filter((other) => other !== one) : [...all, one];

/** States, severities, and all the others. */
export function Filters({ filters }: { readonly filters: ChosenFilters }) {
  const { chosen } = filters;
  const [, navigate] = useLocation();
  const shown = shownStates(chosen.states);
  const isChosen = isNarrowed(chosen) || chosen.states.length > 0 || chosen.sort !== undefined;
  return (
    <section className="column" aria-label="Filters">
      <div className={styles.chipRows}>
        <Chips
          label="State"
          options={states}
          pressed={shown}
          nameOf={wordsOf}
          onToggle={(state) => filters.setStates(toggleState(chosen.states, state))}
        />
        <Chips
          label="Severity"
          options={severities}
          pressed={severities.filter((one) => chosen.severities.includes(one))}
          nameOf={wordsOf}
          onToggle={(one) => filters.setSeverities(toggled(chosen.severities, one))}
        />
      </div>
      <Folded isOpen={isNarrowed(chosen)}>
        <div className={styles.fields}>
          <Fields filters={filters} />
          {isChosen ? (
            <button className="plain" onClick={() => navigate('/alerts', { replace: true })}>
              Clear all
            </button>
          ) : null}
        </div>
      </Folded>
    </section>
  );
}

function Folded({ isOpen, children }: { isOpen: boolean; children: ReactNode }) {
  const isPhone = usePhone();
  if (!isPhone) return children;
  return (
    <details open={isOpen}>
      <summary>More filters and the order</summary>
      {children}
    </details>
  );
}

function Fields({ filters }: { readonly filters: ChosenFilters }) {
  const { chosen } = filters;
  const names = useLiveQuery(namesQuery, {}, { staleAfter: ['alert_rule.'] }).data;
  const databases = names?.databases.edges.map(({ node }) => node) ?? [];
  const database =
    databases.find(({ id }) => id === chosen.database)?.name ?? chosen.database ?? undefined;
  return (
    <>
      <TextFilter label="Text" placeholder="Any" value={chosen.text} onChange={filters.setText} />
      <ManyFilter
        label="Rule"
        placeholder="All"
        another="or another"
        values={chosen.rules}
        suggestions={names?.alertRules.edges.map(({ node }) => node.name) ?? []}
        onChange={filters.setRules}
      />
      <TextFilter
        label="Database"
        value={database}
        suggestions={databases.map(({ name }) => name)}
        onChange={filters.setDatabase}
      />
      <ManyFilter
        label="Label"
        placeholder="team=orders"
        another="and another"
        values={chosen.labels}
        onChange={filters.setLabels}
      />
      <Choice
        label="Started"
        any="Any time"
        value={chosen.since}
        options={labelsOf(spans)}
        onChange={filters.setSince}
      />
      <Choice
        label="Notifications"
        value={chosen.suppressed}
        options={suppressions}
        onChange={filters.setSuppressed}
      />
      <Choice
        label="Order"
        any="Worst first"
        value={chosen.sort === 'worst' ? undefined : chosen.sort}
        options={{ newest: orders['newest']?.label ?? '' }}
        onChange={filters.setSort}
      />
    </>
  );
}
