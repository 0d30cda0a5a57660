// Who is on call, and who is told next when nobody takes an alert on.
import { useState } from 'react';

import { useEvery } from '../../../client/use-every.ts';
import { useLiveQuery } from '../../../client/use-live-query.ts';
import { Answer, Empty } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import styles from '../settings.module.css';
import { policiesQuery, rotationsQuery, type ShownRotation } from './operations.ts';
import { OverrideForm } from './override-form.tsx';
import { PolicyPanel } from './policy-panel.tsx';
import { RotationPanel } from './rotation-panel.tsx';

function Rotations() {
  const [chosen, setChosen] = useState<ShownRotation>();
  const answer = useLiveQuery(rotationsQuery, {}, { staleAfter: ['on_call.', 'configuration.'] });
  // Turns change by themselves.
  useEvery(30_000, answer.refresh);
  return (
    <>
      <Answer answer={answer}>
        {({ rotations, onCall }) =>
          rotations.length === 0 ? (
            <Panel title="On call">
              <Empty title="There are no rotations">
                Declare them below <code>escalation.rotations</code> in <code>hawkwatch.yaml</code>:
                who takes turns, and on which channels they are reached.
              </Empty>
            </Panel>
          ) : (
            <div className={styles.cards}>
              {rotations.map((rotation) => (
                <RotationPanel
                  key={rotation.name}
                  rotation={rotation}
                  now={onCall.find((shift) => shift.rotation === rotation.name)}
                  onOverride={() => setChosen(rotation)}
                />
              ))}
            </div>
          )
        }
      </Answer>
      {chosen === undefined ? null : (
        <OverrideForm
          rotation={chosen}
          onDone={() => {
            setChosen(undefined);
            answer.refresh();
          }}
          onClose={() => setChosen(undefined)}
        />
      )}
    </>
  );
}

function Policies() {
  const answer = useLiveQuery(
    policiesQuery,
    {},
    { staleAfter: ['alert.', 'configuration.'], everyMs: 5_000 },
  );
  return (
    <Answer answer={answer}>
      {({ escalationPolicies: policies }) =>
        policies.length === 0 ? (
          <Panel title="Escalation">
            <Empty title="There are no escalation policies">
              Declare <code>escalation:</code> in <code>hawkwatch.yaml</code>, so that somebody else
              is told when nobody takes an alert on.
            </Empty>
          </Panel>
        ) : (
          policies.map((policy) => <PolicyPanel key={policy.name} policy={policy} />)
        )
      }
    </Answer>
  );
}

/** The part of the settings. */
export default function OnCall() {
  return (
    <>
      <Rotations />
      <Policies />
    </>
  );
}
