// Registers an endpoint. What is typed may hold passwords: it is sent once, never shown again, and kept
// nowhere here.
import { useId, useState } from 'react';
import { useLocation } from 'wouter';

import { useAction } from '../../../client/use-action.ts';
import { graphql } from '../../../graphql/gql.ts';
import type { EndpointKind } from '../../../graphql/graphql.ts';
import { Modal } from '../../../parts/modal.tsx';
import { Failure } from '../../../parts/notes.tsx';
import { kindWords } from '../endpoint-words.ts';
import styles from '../endpoints.module.css';
import { fieldsOf, inputOf, type FormField, type FormValues } from './endpoint-form.ts';

const registerMutation = graphql(`
  mutation EndpointsRegister($input: RegisterEndpointInput!) {
    registerEndpoint(input: $input) {
      __typename
      ... on Endpoint {
        id
        name
      }
      ... on Error {
        message
      }
      ... on InvalidInputError {
        issues {
          path
          message
        }
      }
    }
  }
`);

const sharedFields: readonly FormField[] = [
  { name: 'environment', label: 'Environment', placeholder: 'production' },
  { name: 'database', label: 'Name of the database that it stands for' },
  {
    name: 'everySeconds',
    label: 'Checked every so many seconds',
    isNumber: true,
    placeholder: '300',
  },
];

interface FieldProps {
  readonly field: FormField;
  readonly value: string;
  onType(value: string): void;
}

function Field({ field, value, onType }: FieldProps) {
  const { name, label, isNeeded = false, isNumber = false, placeholder } = field;
  return (
    <label className={name === 'url' ? styles.wide : undefined}>
      {label}
      {isNeeded || placeholder !== undefined ? '' : ' (optional)'}
      <input
        required={isNeeded}
        autoComplete="off"
        spellCheck={false}
        value={value}
        placeholder={placeholder}
        {...(isNumber ? { type: 'number', min: 1, step: 1 } : {})}
        onChange={({ target }) => onType(target.value)}
      />
    </label>
  );
}

/** Asks for an endpoint; when it is registered, its page is shown. */
export function RegisterDialog({ onClose }: { onClose(): void }) {
  const heading = useId();
  const [, navigate] = useLocation();
  const [kind, setKind] = useState<EndpointKind>('HTTP');
  const [values, setValues] = useState<FormValues>({});
  const register = useAction(registerMutation, 'The endpoint is checked from now on.', {
    tellsFailure: false,
  });
  const type = (name: string, value: string): void =>
    setValues((old) => ({ ...old, [name]: value }));
  const store = async (): Promise<void> => {
    const done = await register.run({ input: inputOf(kind, values) });
    const result = done?.registerEndpoint;
    if (result?.__typename !== 'Endpoint') return;
    onClose();
    navigate(`/endpoints/${encodeURIComponent(result.id)}`);
  };
  const field = (one: FormField) => (
    <Field
      key={one.name}
      field={one}
      value={values[one.name] ?? ''}
      onType={(value) => type(one.name, value)}
    />
  );
  return (
    <Modal labelledBy={heading} isHeld={register.isBusy} onClose={onClose}>
      <form
        className="column"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          if (!register.isBusy) void store();
        }}
      >
        <h2 id={heading}>Register an endpoint</h2>
        <div className={styles.form}>
          <label>
            Name
            <input
              required
              autoFocus
              pattern="[a-z0-9][a-z0-9_\-]*"
              maxLength={63}
              title="Lower-case letters, digits, _ and -"
              autoComplete="off"
              spellCheck={false}
              value={values['name'] ?? ''}
              onChange={({ target }) => type('name', target.value)}
            />
          </label>
          <label>
            Kind
            <select value={kind} onChange={({ target }) => setKind(target.value as EndpointKind)}>
              {Object.entries(kindWords).map(([name, words]) => (
                <option key={name} value={name}>
                  {words}
                </option>
              ))}
            </select>
          </label>
          {fieldsOf[kind].map(field)}
          {sharedFields.map(field)}
        </div>
        {register.failure === undefined ? null : <Failure error={register.failure} />}
        <p className="soft small">
          Addresses that are not public are refused, unless <code>endpointRules.allowPrivate</code>{' '}
          in hawkwatch.yaml allows them. URLs are sealed and not shown again.
        </p>
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <button type="button" disabled={register.isBusy} onClick={onClose}>
            Cancel
          </button>
          <button className="primary" disabled={register.isBusy}>
            Register
          </button>
        </div>
      </form>
    </Modal>
  );
}
