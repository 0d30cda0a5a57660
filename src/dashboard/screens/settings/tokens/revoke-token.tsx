// Revokes a token for ever; its name must be typed.
import { inDialog, useAction } from '../../../client/use-action.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { wordsOf } from '../../../parts/state.tsx';
import { revokeTokenMutation, type ShownToken } from './operations.ts';

/** The question, and the deed. */
export function RevokeToken({ token, onClose }: { token: ShownToken; onClose(): void }) {
  const { id, name, role } = token;
  const revoke = useAction(revokeTokenMutation, `${name} is revoked.`, inDialog);
  return (
    <Confirm
      title={`Revoke the token ${name}?`}
      deed="Revoke it"
      typed={name}
      isDangerous
      isBusy={revoke.isBusy}
      failure={revoke.failure}
      onConfirm={() => void revoke.run({ id }).then((done) => done && onClose())}
      onCancel={onClose}
    >
      <p>
        Whoever uses it ({wordsOf(role)}) is out at once, and its open connections are closed. It
        never works again; if it is the one that you use, you have to sign in anew.
      </p>
    </Confirm>
  );
}
