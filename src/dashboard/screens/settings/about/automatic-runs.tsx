// The kill switch: off, hawkwatch runs no migration by itself any more. For admins, with a reason.
import { useState } from 'react';

import { inDialog, useAction } from '../../../client/use-action.ts';
import { useLiveQuery } from '../../../client/use-live-query.ts';
import { graphql } from '../../../graphql/gql.ts';
import type { SettingsAutomaticRunsQuery } from '../../../graphql/graphql.ts';
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

type Standing = SettingsAutomaticRunsQuery['automaticRuns'];

interface SwitchProps {
  /** What was asked for. It stays so, whatever somebody else does while the question is open. */
  readonly enabled: boolean;
  readonly standing: Standing;
  onClose(): void;
}

function Switch({ enabled, standing, onClose }: SwitchProps) {
  const [reason, setReason] = useState('');
  const direction = enabled ? 'on' : 'off';
  const isSo = standing.enabled === enabled;
  const action = useAction(
    switchMutation,
    enabled ? 'Migrations run by themselves again.' : 'Nothing runs by itself any more.',
    inDialog,
  );
  return (
    <Confirm
      title={`Switch automatic runs ${direction}?`}
      deed={`Switch them ${direction}`}
      typed={`automatic runs ${direction}`}
      isDangerous
      isBusy={action.isBusy}
      failure={action.failure}
      isReady={!isSo && reason.trim().length > 0}
      onConfirm={() =>
        void action.run({ enabled, reason: reason.trim() }).then((done) => done && onClose())
      }
      onCancel={onClose}
    >
      {isSo && !action.isBusy ? (
        <p role="status">
          They are {direction} already: {standing.by ?? 'the configuration'} switched them{' '}
          {direction}
          {standing.reason == null ? '' : ` (${standing.reason})`}. There is nothing left to do.
        </p>
      ) : (
        <p>
          {enabled
            ? 'Databases that are configured so are migrated by hawkwatch itself again.'
            : 'No migration runs by itself any more; what is queued so waits for a person.'}
        </p>
      )}
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
  const [asked, setAsked] = useState<{ readonly enabled: boolean }>();
  const answer = useLiveQuery(automaticQuery, {}, { staleAfter: ['automatic_runs.'] });
  const standing = answer.data?.automaticRuns;
  return (
    <Panel
      title="Automatic runs"
      aside={
        mayAct && standing !== undefined ? (
          <button
            className={standing.enabled ? 'danger' : ''}
            onClick={() => setAsked({ enabled: !standing.enabled })}
          >
            {standing.enabled ? 'Switch off …' : 'Switch on …'}
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
      {asked === undefined || standing === undefined ? null : (
        <Switch
          enabled={asked.enabled}
          standing={standing}
          onClose={() => {
            setAsked(undefined);
            answer.refresh();
          }}
        />
      )}
    </Panel>
  );
}
