// The rules that make alerts: hawkwatch's own, those of the file, and those that were made here.
import { useMemo, useState } from 'react';

import { usePages } from '../../../client/use-pages.ts';
import type { AlertRuleFilter, AlertRuleOrigin, Severity } from '../../../graphql/graphql.ts';
import { DataTable } from '../../../parts/data-table.tsx';
import { Empty, Failure, Loading } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { useUrlValue } from '../../../parts/url-state.ts';
import { useMay } from '../../../shell/viewer.ts';
import { Choice } from '../forms/fields.tsx';
import styles from '../settings.module.css';
import { useOpenHref } from '../open-href.ts';
import { ruleColumns } from './columns.tsx';
import { DeleteRule } from './delete-rule.tsx';
import { rulesQuery, type RuleRow, type WholeRule } from './operations.ts';
import { originWords } from './origin-words.ts';
import { RuleDialog } from './rule-dialog.tsx';
import { RuleForm, severities } from './rule-form.tsx';

const keyOf = ({ id }: RuleRow): string => id;

function useRuleFilter(): AlertRuleFilter {
  const [text] = useUrlValue('text');
  const [origin] = useUrlValue('origin');
  const [severity] = useUrlValue('severity');
  const [enabled] = useUrlValue('enabled');
  return useMemo(
    () => ({
      ...(text === undefined ? {} : { text }),
      ...(origin !== undefined && origin in originWords
        ? { origins: [origin as AlertRuleOrigin] }
        : {}),
      ...(severity !== undefined && severity in severities
        ? { severities: [severity as Severity] }
        : {}),
      ...(enabled === undefined ? {} : { enabled: enabled === 'true' }),
    }),
    [text, origin, severity, enabled],
  );
}

function Filters() {
  const [text, setText] = useUrlValue('text');
  const [origin, setOrigin] = useUrlValue('origin');
  const [severity, setSeverity] = useUrlValue('severity');
  const [enabled, setEnabled] = useUrlValue('enabled');
  return (
    <div className={styles.bar} role="search" aria-label="Filter the rules">
      <label>
        Name or description
        <input type="search" value={text ?? ''} onChange={({ target }) => setText(target.value)} />
      </label>
      <Choice
        label="From"
        value={origin ?? ''}
        options={{ '': 'anywhere', ...originWords }}
        onChange={setOrigin}
      />
      <Choice
        label="Severity"
        value={severity ?? ''}
        options={{ '': 'any', ...severities }}
        onChange={setSeverity}
      />
      <Choice
        label="Makes alerts"
        value={enabled ?? ''}
        options={{ '': 'on or off', true: 'on', false: 'off' }}
        onChange={setEnabled}
      />
    </div>
  );
}

/** The part of the settings. */
export default function Rules() {
  const filter = useRuleFilter();
  const mayChange = useMay('ADMIN');
  const [opened, setOpened] = useUrlValue('rule');
  const [edited, setEdited] = useState<WholeRule | 'new'>();
  const [deleted, setDeleted] = useState<WholeRule>();
  const hrefOf = useOpenHref('rule');
  const columns = useMemo(() => ruleColumns(hrefOf), [hrefOf]);
  const pages = usePages(
    rulesQuery,
    { filter },
    {
      pageOf: (data) => data.alertRules,
      keyOf,
      staleAfter: ['alert_rule.', 'alert.fired', 'alert.resolved', 'configuration.'],
      everyMs: 5_000,
    },
  );
  const { rows, error, isLoading, total } = pages;
  const isDialogFree = edited === undefined && deleted === undefined;
  return (
    <>
      {error === undefined ? null : <Failure error={error} onRetry={pages.refresh} />}
      <Panel
        title="Rules"
        aside={
          <>
            {total === undefined ? null : (
              <span className="soft">
                {total} {total === 1 ? 'rule' : 'rules'}
              </span>
            )}
            {mayChange ? <button onClick={() => setEdited('new')}>New rule …</button> : null}
          </>
        }
        isFlush
      >
        <Filters />
        {isLoading && rows.length === 0 ? <Loading /> : null}
        {!isLoading && rows.length === 0 && error === undefined ? (
          <Empty title="No rule is like that">Choose less above.</Empty>
        ) : null}
        {rows.length === 0 ? null : (
          <DataTable
            label="Rules by name"
            rows={rows}
            columns={columns}
            keyOf={keyOf}
            hrefOf={({ name }) => hrefOf(name)}
            onEndNear={pages.loadMore}
            {...(total === undefined ? {} : { total })}
          />
        )}
      </Panel>
      {opened === undefined || !isDialogFree ? null : (
        <RuleDialog
          key={opened}
          name={opened}
          onEdit={setEdited}
          onDelete={setDeleted}
          onClose={() => setOpened(undefined)}
        />
      )}
      {edited === undefined ? null : (
        <RuleForm
          rule={edited === 'new' ? undefined : edited}
          onDone={(name) => {
            setEdited(undefined);
            setOpened(name);
            pages.refresh();
          }}
          onClose={() => setEdited(undefined)}
        />
      )}
      {deleted === undefined ? null : (
        <DeleteRule
          rule={deleted}
          onDone={() => {
            setDeleted(undefined);
            setOpened(undefined);
            pages.refresh();
          }}
          onClose={() => setDeleted(undefined)}
        />
      )}
    </>
  );
}
