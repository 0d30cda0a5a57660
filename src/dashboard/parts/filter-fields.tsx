// The fields above a list that narrow it. What is chosen stands in the address, each field under its name.
import { useEffect, useRef, useState, type ReactNode } from 'react';

import { Choice } from './filter-controls.tsx';
import styles from './filter-fields.module.css';
import { useUrlValue } from './url-state.ts';

const typingMs = 300;

/** The row that the fields stand in; `label` says what they narrow. */
export function FilterFields({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.fields} role="search" aria-label={label}>
      {children}
    </div>
  );
}

/** Text, which counts once nobody types any more. */
export function TextField({ name, label }: { name: string; label: string }) {
  const [value = '', setValue] = useUrlValue(name);
  const [text, setText] = useState(value);
  const typing = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The address follows the field, without the blanks at its ends; the field follows the address only when
  // somebody else changed that: whoever goes on typing keeps what stands there.
  const told = useRef(value);
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    clearTimeout(typing.current);
    setText(value);
  }, [value]);
  useEffect(() => () => clearTimeout(typing.current), []);
  const type = (next: string): void => {
    setText(next);
    clearTimeout(typing.current);
    typing.current = setTimeout(() => {
      told.current = next.trim();
      setValue(told.current);
    }, typingMs);
  };
  return (
    <label>
      {label}
      <input
        type="search"
        value={text}
        spellCheck={false}
        autoComplete="off"
        onChange={({ target }) => type(target.value)}
      />
    </label>
  );
}

export interface ChoiceFieldProps {
  readonly name: string;
  readonly label: string;
  /** What may be chosen, with what people call it. */
  readonly options: Readonly<Record<string, string>>;
  /** What no choice is called. */
  readonly any?: string;
}

/** One of several, or any. */
export function ChoiceField({ name, label, options, any = 'any' }: ChoiceFieldProps) {
  const [value, setValue] = useUrlValue(name);
  return <Choice label={label} value={value} options={options} any={any} onChange={setValue} />;
}

/** Yes, or it does not matter. */
export function CheckField({ name, label }: { name: string; label: string }) {
  const [value, setValue] = useUrlValue(name);
  return (
    <label className="beside">
      <input
        type="checkbox"
        checked={value === 'true'}
        onChange={({ target }) => setValue(target.checked ? 'true' : undefined)}
      />
      {label}
    </label>
  );
}
