// The kill switch: off, hawkwatch runs no migration by itself any more. For admins, with a reason.
import { useState } from 'react';

import { inDialog, useAction } from '../../../client/use-action.ts';
import { useLiveQuery } from '../../../client/use-live-query.ts';
import { graphql } from '../../../graphql/gql.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { Answer } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { State } from '../../../parts/state.tsx';
import { Time } from '../../../parts/time.tsx';
import { useMay } from '../../../shell/viewer.ts';

const automaticQuery = graphql(`
  query SettingsAutomaticRuns {
    automaticRuns {
      enabled
      at
      by
      reason
    }
  }
`);

const switchMutation = graphql(`
  mutation SettingsSwitchAutomaticRuns($enabled: Boolean!, $reason: String!) {
    setAutomaticRuns(enabled: $enabled, reason: $reason) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

function Switch({ isOn, onClose }: { isOn: boolean; onClose(): void }) {
  const [reason, setReason] = useState('');
  const action = useAction(
    switchMutation,
    isOn ? 'Nothing runs by itself any more.' : 'Migrations run by themselves again.',
    inDialog,
  );
  return (
    <Confirm
      title={isOn ? 'Switch automatic runs off?' : 'Switch automatic runs on?'}
      deed={isOn ? 'Switch them off' : 'Switch them on'}
      typed="automatic runs"
      isDangerous
      isBusy={action.isBusy}
      failure={action.failure}
      isReady={reason.trim().length > 0}
      onConfirm={() =>
        void action.run({ enabled: !isOn, reason: reason.trim() }).then((done) => done && onClose())
      }
      onCancel={onClose}
    >
      <p>
        {isOn
          ? 'No migration runs by itself any more; what is queued so waits for a person.'
          : 'Databases that are configured so are migrated by hawkwatch itself again.'}
      </p>
      <label>
        Why, for the audit log
        <input
          required
          autoFocus
          maxLength={500}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
    </Confirm>
  );
}

/** The panel. */
export function AutomaticRuns() {
  const mayAct = useMay('ADMIN');
  const [isAsked, setAsked] = useState(false);
  const answer = useLiveQuery(automaticQuery, {}, { staleAfter: ['automatic_runs.'] });
  const isOn = answer.data?.automaticRuns.enabled;
  return (
    <Panel
      title="Automatic runs"
      aside={
        mayAct && isOn !== undefined ? (
          <button className={isOn ? 'danger' : ''} onClick={() => setAsked(true)}>
            {isOn ? 'Switch off …' : 'Switch on …'}
          </button>
        ) : undefined
      }
    >
      <Answer answer={answer}>
        {({ automaticRuns: { enabled, at, by, reason } }) => (
          <p className="row">
            <State state={enabled ? 'OK' : 'DEGRADED'} label={enabled ? 'on' : 'off'} />
            <span>
              {enabled
                ? 'Databases that are configured so are migrated by hawkwatch itself.'
                : 'No migration runs by itself.'}
            </span>
            {at == null ? null : (
              <span className="soft small">
                switched <Time at={at} /> by {by ?? 'the configuration'}
                {reason == null ? '' : `: ${reason}`}
              </span>
            )}
          </p>
        )}
      </Answer>
      {isAsked && isOn !== undefined ? (
        <Switch
          isOn={isOn}
          onClose={() => {
            setAsked(false);
            answer.refresh();
          }}
        />
      ) : null}
    </Panel>
  );
}
