// What a database has that no migration made: each difference with its risk, who made it, and what one can
// do about it: take note, accept it as the new baseline, or never be told of such again.
import { useState } from 'react';

import { Empty } from '../../../../parts/notes.tsx';
import { Panel } from '../../../../parts/panel.tsx';
import { Risk } from '../../../../parts/risk.tsx';
import { ChangeList } from '../../../../parts/schema/change-list.tsx';
import { State } from '../../../../parts/state.tsx';
import { Time } from '../../../../parts/time.tsx';
import { useMay } from '../../../../shell/viewer.ts';
import type { SchemaDatabase } from './read-schema.ts';
import { AcceptDriftDialog } from './accept-drift-dialog.tsx';
import { AcknowledgeDriftDialog } from './acknowledge-drift-dialog.tsx';
import { DriftIgnores } from './drift-ignores.tsx';
import { IgnoreDriftDialog } from './ignore-drift-dialog.tsx';
import { StatementList } from './statement-list.tsx';

export interface DriftPanelProps {
  readonly database: SchemaDatabase;
  onChanged(): void;
}

type Drift = NonNullable<SchemaDatabase['drift']>;

function DriftFacts({ drift }: { drift: Drift }) {
  const { state, risk, openedAt, changedAt, acknowledgedAt, acknowledgedBy, comment } = drift;
  return (
    <div className="row">
      <State state={state} tone={state === 'OPEN' ? 'bad' : 'warn'} />
      <Risk level={risk} />
      <span className="soft">
        found <Time at={openedAt} />
        {changedAt === openedAt ? null : (
          <>
            , became another one <Time at={changedAt} />
          </>
        )}
        {acknowledgedAt == null ? null : (
          <>
            , acknowledged by {acknowledgedBy ?? 'somebody'} <Time at={acknowledgedAt} />
          </>
        )}
      </span>
      {comment == null || comment === '' ? null : <q>{comment}</q>}
    </div>
  );
}

/** The panel. */
export function DriftPanel({ database, onChanged }: DriftPanelProps) {
  const { drift, driftIgnores, name, schemaWatch } = database;
  const isOperator = useMay('OPERATOR');
  const isAdmin = useMay('ADMIN');
  const [asked, setAsked] = useState<'acknowledge' | 'accept' | 'ignore'>();
  const close = (): void => setAsked(undefined);
  const done = (): void => {
    close();
    onChanged();
  };
  return (
    <Panel
      title={drift == null ? 'Drift' : `Drift: ${drift.changeCount} by no migration`}
      aside={
        <>
          {drift?.state === 'OPEN' && isOperator ? (
            <button onClick={() => setAsked('acknowledge')}>Acknowledge …</button>
          ) : null}
          {drift != null && isAdmin ? (
            <button onClick={() => setAsked('accept')}>Accept …</button>
          ) : null}
          {isAdmin ? <button onClick={() => setAsked('ignore')}>Ignore …</button> : null}
        </>
      }
    >
      <div className="column">
        {drift == null ? (
          <Empty
            title={
              schemaWatch?.state === 'FAILING'
                ? 'None when it was read last'
                : 'None: it has what its migrations made'
            }
          >
            A change by hand is told here as soon as it is noticed.
          </Empty>
        ) : (
          <>
            <DriftFacts drift={drift} />
            <ChangeList
              label="What differs from what it should be"
              changes={drift.changes}
              total={drift.changeCount}
            />
            <StatementList statements={drift.statements} />
          </>
        )}
        <DriftIgnores ignores={driftIgnores} mayRemove={isAdmin} onChanged={onChanged} />
      </div>
      {asked === 'acknowledge' && drift != null ? (
        <AcknowledgeDriftDialog id={drift.id} name={name} onDone={done} onClose={close} />
      ) : null}
      {asked === 'accept' && drift != null ? (
        <AcceptDriftDialog drift={drift} name={name} onDone={done} onClose={close} />
      ) : null}
      {asked === 'ignore' ? (
        <IgnoreDriftDialog database={database} onDone={done} onClose={close} />
      ) : null}
    </Panel>
  );
}
