// Makes a token. Its text is shown once, here, until the dialog is closed, and kept nowhere.
import { useState } from 'react';

import { useAction } from '../../../client/use-action.ts';
import type { Role } from '../../../graphql/graphql.ts';
import { Choice } from '../forms/fields.tsx';
import { FormDialog } from '../forms/form-dialog.tsx';
import styles from '../forms/forms.module.css';
import { readLocalTime, writeLocalTime } from '../forms/local-time.ts';
import { createTokenMutation } from './operations.ts';
import { TokenText } from './token-text.tsx';

const roles: Readonly<Record<Role, string>> = {
  VIEWER: 'viewer: sees everything but secrets',
  OPERATOR: 'operator: runs migrations, handles alerts',
  ADMIN: 'admin: everything, tokens too',
};

/** The form, and then the token's text. */
export function TokenForm({ onClose }: { onClose(): void }) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('VIEWER');
  const [expires, setExpires] = useState('');
  const [text, setText] = useState<string>();
  const create = useAction(createTokenMutation, undefined, { tellsFailure: false });
  const save = async (): Promise<void> => {
    const expiresAt = readLocalTime(expires);
    const input = { name: name.trim(), role, ...(expiresAt === undefined ? {} : { expiresAt }) };
    const made = (await create.run({ input }))?.createToken;
    if (made?.__typename === 'CreatedToken') setText(made.text);
  };
  if (text !== undefined) return <TokenText name={name.trim()} text={text} onClose={onClose} />;
  return (
    <FormDialog
      title="New token"
      deed="Make the token"
      isBusy={create.isBusy}
      failure={create.failure}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <div className={styles.fields}>
        <label className={styles.whole}>
          Name: who or what uses it
          <input
            required
            autoFocus
            maxLength={100}
            placeholder="ci"
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </label>
        <Choice
          label="What it may do"
          value={role}
          options={roles}
          onChange={(value) => setRole(value as Role)}
        />
        <label>
          Works until, local time (empty: for ever)
          <input
            type="datetime-local"
            min={writeLocalTime(Date.now())}
            value={expires}
            onChange={({ target }) => setExpires(target.value)}
          />
        </label>
      </div>
    </FormDialog>
  );
}
