// Ends a session of a database that stands in the way of a run: by name, with a reason, for admins.
import { useState } from 'react';

import { inDialog, useAction } from '../../client/use-action.ts';
import { Confirm } from '../confirm.tsx';
import { terminateSession } from './operations.ts';

export interface EndSessionProps {
  readonly runId: string;
  readonly database: { readonly id: string; readonly name: string };
  readonly pid: number;
  /** Whose it is, in words. */
  readonly name: string;
  onClose(): void;
}

const told = (data: { terminateSession: { message?: string } }): string =>
  data.terminateSession.message ?? 'The session was ended.';

/** The question, and the deed. */
export function EndSession({ runId, database, pid, name, onClose }: EndSessionProps) {
  const [reason, setReason] = useState('');
  const action = useAction(terminateSession, told, inDialog);
  const end = async (): Promise<void> => {
    const input = { database: database.id, pid, runId, reason: reason.trim() };
    if ((await action.run({ input })) !== undefined) onClose();
  };
  return (
    <Confirm
      title={`End session ${pid}?`}
      deed="End the session"
      typed={database.name}
      isDangerous
      isBusy={action.isBusy}
      failure={action.failure}
      onConfirm={() => void end()}
      onCancel={onClose}
    >
      <p>
        The connection of <strong>{name}</strong> to <strong>{database.name}</strong> is ended, and
        what it had not committed is undone. Its program sees an error.
      </p>
      <label>
        Why, for the audit log
        <input
          required
          minLength={3}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
    </Confirm>
  );
}
