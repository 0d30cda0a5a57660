// When work is planned, and nobody is told of the alerts that it makes.
import { useState } from 'react';

import { inDialog, useAction } from '../../../client/use-action.ts';
import { useEvery } from '../../../client/use-every.ts';
import { usePages } from '../../../client/use-pages.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { Empty, Failure, Loading } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { useMay } from '../../../shell/viewer.ts';
import styles from '../settings.module.css';
import { endWindowMutation, windowsQuery, type ShownWindow } from './operations.ts';
import { WindowEntry } from './window-entry.tsx';
import { WindowForm } from './window-form.tsx';

const keyOf = ({ id }: ShownWindow): string => id;

function End({ window, onClose }: { window: ShownWindow; onClose(): void }) {
  const end = useAction(endWindowMutation, `The window ${window.name} is ended.`, inDialog);
  return (
    <Confirm
      title={`End the window ${window.name}?`}
      deed="End it for good"
      typed={window.name}
      isDangerous
      isBusy={end.isBusy}
      failure={end.failure}
      onConfirm={() => void end.run({ window: window.id }).then((done) => done && onClose())}
      onCancel={onClose}
    >
      <p>
        {window.cron == null ? 'It is over' : 'It never begins again'}, and alerts that still fire
        are told at once
        {window.suppressedAlerts === 0 ? '.' : `: ${window.suppressedAlerts} of them now.`}
      </p>
    </Confirm>
  );
}

/** The part of the settings. */
export default function Maintenance() {
  const mayAct = useMay('OPERATOR');
  const [isMaking, setMaking] = useState(false);
  const [ending, setEnding] = useState<ShownWindow>();
  const pages = usePages(
    windowsQuery,
    {},
    { pageOf: (data) => data.maintenanceWindows, keyOf, staleAfter: ['maintenance.'] },
  );
  useEvery(30_000, pages.refresh);
  const { rows, error, isLoading } = pages;
  return (
    <>
      {error === undefined ? null : <Failure error={error} onRetry={pages.refresh} />}
      <Panel
        title="Maintenance windows"
        aside={mayAct ? <button onClick={() => setMaking(true)}>New window …</button> : undefined}
        isFlush
      >
        {isLoading && rows.length === 0 ? <Loading /> : null}
        {!isLoading && rows.length === 0 && error === undefined ? (
          <Empty title="No work is planned">
            {mayAct
              ? 'Make a window for work that is planned, once or again and again.'
              : 'An operator can make a window for work that is planned.'}{' '}
            Those that belong to the set-up are declared below <code>maintenance:</code> in{' '}
            <code>hawkwatch.yaml</code>.
          </Empty>
        ) : null}
        <ul className={styles.entries} aria-label="Maintenance windows">
          {rows.map((window) => (
            <WindowEntry key={window.id} window={window} onEnd={() => setEnding(window)} />
          ))}
        </ul>
        {pages.hasMore ? (
          <div className={styles.bar}>
            <button onClick={pages.loadMore}>Show more</button>
          </div>
        ) : null}
      </Panel>
      {isMaking ? (
        <WindowForm
          onDone={() => {
            setMaking(false);
            pages.refresh();
          }}
          onClose={() => setMaking(false)}
        />
      ) : null}
      {ending === undefined ? null : (
        <End
          window={ending}
          onClose={() => {
            setEnding(undefined);
            pages.refresh();
          }}
        />
      )}
    </>
  );
}
