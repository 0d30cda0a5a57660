// Who is to take care of an alert: whoever is typed, with oneself and those on call as suggestions.
import { useContext, useId } from 'react';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { graphql } from '../../graphql/gql.ts';
import { ViewerContext } from '../../shell/viewer.ts';

const onCallQuery = graphql(`
  query AssigneeOnCall {
    onCall {
      person {
        name
      }
    }
  }
`);

export interface AssigneeFieldProps {
  readonly value: string;
  onChange(value: string): void;
}

/** The field. */
export function AssigneeField({ value, onChange }: AssigneeFieldProps) {
  const list = useId();
  const viewer = useContext(ViewerContext);
  const shifts = useLiveQuery(onCallQuery, {}).data?.onCall ?? [];
  const names = [...new Set(shifts.map(({ person }) => person.name))];
  const suggested = viewer === undefined ? names : [...new Set([viewer.name, ...names])];
  return (
    <>
      <label>
        Who is to take care of it; nobody in particular when empty
        <input
          value={value}
          list={list}
          maxLength={200}
          autoComplete="off"
          onChange={({ target }) => onChange(target.value)}
        />
        <datalist id={list}>
          {suggested.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </label>
      <div className="row">
        {suggested.map((name) => (
          <button key={name} type="button" onClick={() => onChange(name)}>
            {name}
            {name === viewer?.name ? ' (you)' : ' (on call)'}
          </button>
        ))}
      </div>
    </>
  );
}
