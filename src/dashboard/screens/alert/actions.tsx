// The buttons of an alert's page and the questions they ask. Viewers have none.
import { useState } from 'react';

import { inDialog, useAction } from '../../client/use-action.ts';
import { AssignDialog, ResolveDialog } from '../../parts/alerts/dialogs.tsx';
import { useKey } from '../../parts/keys.tsx';
import { useMay } from '../../shell/viewer.ts';
import { acknowledge, assign, resolve, unacknowledge, type AlertDetails } from './operations.ts';
import { SilenceDialog } from './silence/silence-dialog.tsx';

/** What one may do with this alert now. */
export function Actions({ alert }: { readonly alert: AlertDetails }) {
  const [asked, setAsked] = useState<'resolve' | 'assign' | 'silence'>();
  const may = useMay('OPERATOR');
  const taking = useAction(acknowledge, 'You have taken it on: nobody else is told.');
  const giving = useAction(unacknowledge, 'You have given it back: its escalation goes on.');
  const resolving = useAction(resolve, 'Resolved.', inDialog);
  const assigning = useAction(assign, 'Assigned.', inDialog);
  const { id, state } = alert;
  const isTold = state === 'FIRING' || state === 'RECOVERING' || state === 'ACKNOWLEDGED';
  const canTake = may && isTold && alert.acknowledgedAt == null && !taking.isBusy;
  useKey('a', 'Acknowledge the alert', () => {
    if (canTake) void taking.run({ id });
  });
  if (!may) return null;
  const close = (): void => setAsked(undefined);
  return (
    <>
      {isTold && alert.acknowledgedAt == null ? (
        <button
          className="primary"
          disabled={taking.isBusy}
          aria-keyshortcuts="a"
          onClick={() => void taking.run({ id })}
        >
          Acknowledge
        </button>
      ) : null}
      {isTold && alert.acknowledgedAt != null ? (
        <button disabled={giving.isBusy} onClick={() => void giving.run({ id })}>
          Give back
        </button>
      ) : null}
      {isTold ? <button onClick={() => setAsked('resolve')}>Resolve</button> : null}
      {state === 'RESOLVED' ? null : (
        <>
          <button onClick={() => setAsked('assign')}>Assign</button>
          <button onClick={() => setAsked('silence')}>Silence</button>
        </>
      )}
      {asked === 'resolve' ? (
        <ResolveDialog
          count={1}
          isBusy={resolving.isBusy}
          failure={resolving.failure}
          onConfirm={(text) =>
            void resolving
              .run({ id, comment: text === '' ? null : text })
              .then((done) => done && close())
          }
          onCancel={close}
        />
      ) : null}
      {asked === 'assign' ? (
        <AssignDialog
          count={1}
          assignedTo={alert.assignedTo ?? ''}
          isBusy={assigning.isBusy}
          failure={assigning.failure}
          onConfirm={(assignee) =>
            void assigning
              .run({ id, assignee: assignee === '' ? null : assignee })
              .then((done) => done && close())
          }
          onCancel={close}
        />
      ) : null}
      {asked === 'silence' ? <SilenceDialog alert={alert} onClose={close} /> : null}
    </>
  );
}
