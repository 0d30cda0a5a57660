// One migration source of a database: how it stands, what the pending migrations would do, all of them,
// and what can be done about them.
import { useMemo, useState } from 'react';

import { useAction } from '../../../../client/use-action.ts';
import { graphql } from '../../../../graphql/gql.ts';
import type { RiskLevel } from '../../../../graphql/graphql.ts';
import { Impact } from '../../../../parts/impact/impact.tsx';
import { riskByVersion } from '../../../../parts/impact/impact-shape.ts';
import { Answer, Empty } from '../../../../parts/notes.tsx';
import { Panel } from '../../../../parts/panel.tsx';
import { useMay } from '../../../../shell/viewer.ts';
import { MarkAppliedDialog } from './mark-applied-dialog.tsx';
import { isRunnable, listRollbackTargets, sortForReading } from './migration-order.ts';
import { MigrationsTable } from './migrations-table.tsx';
import styles from './migrations.module.css';
import { useImpact, type Migration, type Source } from './read-migrations.ts';
import { RollbackDialog } from './rollback-dialog.tsx';
import { RunDialog } from './run-dialog.tsx';
import { SourceSummary } from './source-summary.tsx';

const refreshMutation = graphql(`
  mutation DatabaseRefreshStatus($database: ID!) {
    refreshMigrationStatus(database: $database) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

type Asked =
  | { readonly what: 'run'; readonly dryRun: boolean; readonly toVersion?: string }
  | { readonly what: 'rollback'; readonly toVersion: string }
  | { readonly what: 'mark'; readonly migration: Migration };

export interface SourcePanelProps {
  /** Global id of the database. */
  readonly id: string;
  readonly name: string;
  readonly source: Source;
  /** The run that waits for its review, where what is pending is assessed; whatever is begun ends it. */
  readonly waitingRun: string | undefined;
  onStarted(runId: string): void;
  onChanged(): void;
}

const noRisks: ReadonlyMap<string, RiskLevel> = new Map();

/** The panel. */
export function SourcePanel(props: SourcePanelProps) {
  const { id, name, source, waitingRun, onStarted, onChanged } = props;
  const mayRun = useMay('OPERATOR');
  const [asked, setAsked] = useState<Asked>();
  const [text, setText] = useState('');
  const refresh = useAction(refreshMutation, 'The database was asked just now.');
  const { migrations, deeds } = source;
  const isOwn = deeds.includes('DRY_RUN');
  const hasRunnable = migrations.some(isRunnable);
  const targets = useMemo(
    () => (deeds.includes('ROLL_BACK') ? listRollbackTargets(migrations, { isOwn }) : []),
    [migrations, deeds, isOwn],
  );
  const impact = useImpact({ database: id, name, source: source.source, pause: !hasRunnable });
  const files = impact.data?.assessImpact.files;
  const risks = useMemo(() => (files === undefined ? noRisks : riskByVersion(files)), [files]);
  const rows = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return sortForReading(migrations).filter((migration) =>
      `${migration.version} ${migration.name} ${migration.state}`.toLowerCase().includes(wanted),
    );
  }, [migrations, text]);
  const close = (): void => setAsked(undefined);
  const common = {
    id,
    name,
    source: source.source,
    waitingRun,
    onClose: close,
    onStarted: (runId: string) => {
      close();
      onStarted(runId);
    },
  };
  return (
    <Panel
      title={`Source ${source.source} (${source.tool})`}
      isFlush
      aside={
        mayRun ? (
          <>
            <button
              disabled={refresh.isBusy}
              onClick={() => void refresh.run({ database: id }).then(onChanged)}
            >
              Check again
            </button>
            {deeds.includes('ROLL_BACK') ? (
              <button
                disabled={targets.length === 0}
                onClick={() => setAsked({ what: 'rollback', toVersion: targets[0] ?? '0' })}
              >
                Roll back …
              </button>
            ) : null}
            {deeds.includes('DRY_RUN') ? (
              <button
                disabled={!hasRunnable}
                onClick={() => setAsked({ what: 'run', dryRun: true })}
              >
                Dry run …
              </button>
            ) : null}
            {deeds.includes('RUN') ? (
              <button
                className="primary"
                disabled={!hasRunnable}
                onClick={() => setAsked({ what: 'run', dryRun: false })}
              >
                Run …
              </button>
            ) : null}
          </>
        ) : undefined
      }
    >
      <SourceSummary source={source} />
      {mayRun && deeds.length === 0 ? (
        <div className={styles.section}>
          <p className="soft small">
            hawkwatch only reads this source: it is run by {source.tool} itself, or from here once
            the tool’s own command is configured (<code>command.migrate</code>).
          </p>
        </div>
      ) : null}
      {hasRunnable && waitingRun === undefined && source.state !== 'LOCKED' ? (
        <section className={styles.section}>
          <h3>What the pending migrations would do</h3>
          <Answer answer={impact}>{({ assessImpact }) => <Impact impact={assessImpact} />}</Answer>
        </section>
      ) : null}
      {migrations.length === 0 ? (
        <Empty title="It has no migrations yet">
          They appear here as soon as the source has some.
        </Empty>
      ) : (
        <>
          <div className={styles.find}>
            <label>
              Find a migration
              <input type="search" value={text} onChange={(event) => setText(event.target.value)} />
            </label>
            <span className="soft" role="status">
              {rows.length === migrations.length
                ? `${rows.length} migrations`
                : `${rows.length} of ${migrations.length} migrations`}
            </span>
          </div>
          <div className={styles.table}>
            {rows.length === 0 ? (
              <Empty title="No migration matches">Change what is looked for.</Empty>
            ) : (
              <MigrationsTable
                source={source.source}
                rows={rows}
                risks={risks}
                targets={targets}
                deeds={deeds}
                onRun={(toVersion) => setAsked({ what: 'run', dryRun: false, toVersion })}
                onRollback={(toVersion) => setAsked({ what: 'rollback', toVersion })}
                onMark={(migration) => setAsked({ what: 'mark', migration })}
              />
            )}
          </div>
        </>
      )}
      {asked?.what === 'run' ? (
        <RunDialog {...common} dryRun={asked.dryRun} toVersion={asked.toVersion} />
      ) : null}
      {asked?.what === 'rollback' ? (
        <RollbackDialog {...common} isOwn={isOwn} targets={targets} toVersion={asked.toVersion} />
      ) : null}
      {asked?.what === 'mark' ? (
        <MarkAppliedDialog
          {...common}
          migration={asked.migration}
          onDone={() => {
            close();
            onChanged();
          }}
        />
      ) : null}
    </Panel>
  );
}
