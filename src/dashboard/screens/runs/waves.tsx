// Migrations that go through many databases: the one that the address names, those that run, and the newest;
// what became of each database, and the way to stop one.
import { useState } from 'react';
import { Link } from 'wouter';

import { inDialog, useAction } from '../../client/use-action.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Failure } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { State, wordsOf } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';
import { useUrlValue } from '../../parts/url-state.ts';
import { useMay } from '../../shell/viewer.ts';
import { hrefOf } from './columns.tsx';
import { cancelWave, type Wave } from './operations.ts';
import styles from './runs.module.css';
import { useWaves } from './use-waves.ts';

const order = ['FAILED', 'RUNNING', 'WAITING', 'SUCCEEDED', 'SKIPPED'] as const;
const shownAtMost = 200;

/** The panel; it is not there while there is no wave. */
export function Waves() {
  const [named] = useUrlValue('wave');
  const { waves, error, hasMore, isAtEnd, loadMore, refresh } = useWaves(named);
  if (waves.length === 0 && error === undefined) return null;
  return (
    <Panel title="Waves" isFlush>
      {error === undefined ? null : <Failure error={error} onRetry={refresh} />}
      <ul className={styles.waves} aria-label="Waves">
        {waves.map((wave) => (
          <WaveItem key={wave.id} wave={wave} isNamed={wave.id === named} />
        ))}
      </ul>
      {hasMore ? (
        <div className={styles.foot}>
          {isAtEnd ? (
            <span className="soft small">
              These are the newest hundred; the API (<code>migrationWaves</code>) has the older
              ones.
            </span>
          ) : (
            <button onClick={loadMore}>Show more waves</button>
          )}
        </div>
      ) : null}
    </Panel>
  );
}

interface WaveItemProps {
  readonly wave: Wave;
  /** The address names it. */
  readonly isNamed: boolean;
}

function WaveItem({ wave, isNamed }: WaveItemProps) {
  const [isOpen, setOpen] = useState(
    isNamed || wave.state === 'RUNNING' || wave.state === 'FAILED',
  );
  const [isStopping, setStopping] = useState(false);
  const may = useMay('OPERATOR');
  const counts = order.flatMap((state) => {
    const count = wave.databases.filter((one) => one.state === state).length;
    return count === 0 ? [] : [`${count} ${wordsOf(state)}`];
  });
  const sorted = order.flatMap((state) => wave.databases.filter((one) => one.state === state));
  return (
    <li>
      <div className="row spread">
        <span className="row">
          <button className="plain" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
            {wave.source} to {wave.toVersion}
          </button>
          <State state={wave.state} />
          <span className="soft small">{counts.join(', ')}</span>
        </span>
        <span className="row soft small">
          {wave.startedBy}, <Time at={wave.createdAt} />
          {may && wave.state === 'RUNNING' ? (
            <button className="danger" onClick={() => setStopping(true)}>
              Stop the wave
            </button>
          ) : null}
        </span>
      </div>
      {wave.reason == null ? null : <p className={styles.why}>{wave.reason}</p>}
      {isOpen ? (
        <ul className={styles.members} aria-label={`Databases of the wave of ${wave.source}`}>
          {sorted.slice(0, shownAtMost).map((member) => (
            <li key={member.database.id} className="row">
              <State state={member.state} />
              {member.run == null ? (
                <span>{member.database.name}</span>
              ) : (
                <Link href={hrefOf(member.run)}>{member.database.name}</Link>
              )}
              {member.stage === 'CANARY' ? <span className="soft small">canary</span> : null}
              {member.reason == null ? null : <span className="soft small">{member.reason}</span>}
            </li>
          ))}
          {sorted.length > shownAtMost ? (
            <li className="soft small">{sorted.length - shownAtMost} more are not shown.</li>
          ) : null}
        </ul>
      ) : null}
      {isStopping ? <StopWave wave={wave} onClose={() => setStopping(false)} /> : null}
    </li>
  );
}

function StopWave({ wave, onClose }: { wave: Wave; onClose(): void }) {
  const [reason, setReason] = useState('');
  const [isAll, setAll] = useState(false);
  const action = useAction(cancelWave, 'The wave was stopped.', inDialog);
  const stop = async (): Promise<void> => {
    const text = reason.trim();
    const input = { id: wave.id, running: isAll, reason: text === '' ? null : text };
    if ((await action.run(input)) !== undefined) onClose();
  };
  return (
    <Confirm
      title={`Stop the wave of ${wave.source}?`}
      deed="Stop the wave"
      typed={wave.source}
      isDangerous
      isBusy={action.isBusy}
      failure={action.failure}
      onConfirm={() => void stop()}
      onCancel={onClose}
    >
      <p>Databases whose turn has not come are skipped. What is migrated already stays.</p>
      <label className="beside">
        <input type="checkbox" checked={isAll} onChange={({ target }) => setAll(target.checked)} />
        Cancel the runs that execute too
      </label>
      <label>
        Why, kept with the wave (not required)
        <input maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
      </label>
    </Confirm>
  );
}
