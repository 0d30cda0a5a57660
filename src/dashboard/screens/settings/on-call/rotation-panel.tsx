// One rotation: who has it now, who comes next, and who stands in.
import { Panel } from '../../../parts/panel.tsx';
import { State } from '../../../parts/state.tsx';
import { useMay } from '../../../shell/viewer.ts';
import { ChannelLinks } from '../channels/channel-links.tsx';
import { Moment } from '../moment.tsx';
import styles from '../settings.module.css';
import type { OnCallNow, ShownRotation } from './operations.ts';

export interface RotationPanelProps {
  readonly rotation: ShownRotation;
  readonly now: OnCallNow | undefined;
  onOverride(): void;
}

/** The panel. */
export function RotationPanel({ rotation, now, onOverride }: RotationPanelProps) {
  const mayAct = useMay('OPERATOR');
  const { name, handover, timeZone, people, shifts, overrides } = rotation;
  return (
    <Panel
      title={name}
      aside={mayAct ? <button onClick={onOverride}>Stand in …</button> : undefined}
    >
      <div className="column">
        {now === undefined ? (
          <p className="soft">Nobody is on call.</p>
        ) : (
          <p>
            <strong>{now.person.name}</strong> is on call until <Moment at={now.until} />
            {now.isOverride ? ', standing in' : ''}, reached by{' '}
            <ChannelLinks names={now.person.channels} />.
          </p>
        )}
        <div>
          <h3>Turns</h3>
          <ol className={styles.list}>
            {shifts.map((shift, index) => (
              <li key={`${shift.from} ${shift.person.name}`}>
                <span className="row">
                  {shift.person.name}
                  {shift.isOverride ? (
                    <State state="STANDS_IN" tone="warn" label="stands in" />
                  ) : null}
                </span>
                <span className="soft small">
                  {index === 0 ? (
                    'now'
                  ) : (
                    <>
                      from <Moment at={shift.from} />
                    </>
                  )}
                </span>
              </li>
            ))}
          </ol>
          <p className="soft small">
            They change {handover} ({timeZone}):{' '}
            {people.map(({ name: person }) => person).join(' → ')}
          </p>
        </div>
        {overrides.length === 0 ? null : (
          <div>
            <h3>Who stands in</h3>
            <ul className={styles.list}>
              {overrides.map((one, index) => (
                // The same may have been said twice.
                <li key={`${index} ${one.person} ${one.from} ${one.until}`}>
                  <span>{one.person}</span>
                  <span className="soft small">
                    <Moment at={one.from} /> until <Moment at={one.until} />, by{' '}
                    {one.createdBy ?? 'hawkwatch.yaml'}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Panel>
  );
}
