// Controls of a filter: chips that are on or off, a choice, text that counts when it is whole, and
// several texts.
import { useEffect, useId, useState } from 'react';

import styles from './filter-controls.module.css';
import { isWhole } from './whole-text.ts';

export interface ChipsProps<Option extends string> {
  readonly label: string;
  readonly options: readonly Option[];
  readonly pressed: readonly Option[];
  readonly nameOf: (option: Option) => string;
  onToggle(option: Option): void;
}

/** Buttons of which any may be on. */
export function Chips<Option extends string>(props: ChipsProps<Option>) {
  const { label, options, pressed, nameOf, onToggle } = props;
  return (
    <div className={styles.chips} role="group" aria-label={label}>
      <span className="soft small" aria-hidden="true">
        {label}
      </span>
      {options.map((option) => (
        <button
          key={option}
          className={styles.chip}
          aria-pressed={pressed.includes(option)}
          onClick={() => onToggle(option)}
        >
          {nameOf(option)}
        </button>
      ))}
    </div>
  );
}

export interface ChoiceProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: Readonly<Record<string, string>>;
  readonly any?: string;
  onChange(value: string | undefined): void;
}

/** One of several, or any. */
export function Choice({ label, value = '', options, any = 'All', onChange }: ChoiceProps) {
  // The address may name what nothing here has, as a date: it is shown, so that it can be taken away.
  const isOther = value !== '' && !Object.hasOwn(options, value);
  return (
    <label>
      {label}
      <select value={value} onChange={({ target }) => onChange(target.value || undefined)}>
        <option value="">{any}</option>
        {isOther ? <option value={value}>{value}</option> : null}
        {Object.entries(options).map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

export interface TextFilterProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly placeholder?: string;
  readonly suggestions?: readonly string[];
  /** Told of each letter, where the suggestions depend on what is typed. */
  onType?(text: string): void;
  onChange(value: string | undefined): void;
}

/** Text that counts when it is whole: chosen from the list, or left, or Enter. */
export function TextFilter(props: TextFilterProps) {
  const { label, value = '', placeholder = 'All', suggestions = [], onType, onChange } = props;
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const commit = (next: string): void => {
    const trimmed = next.trim();
    if (trimmed !== value) onChange(trimmed === '' ? undefined : trimmed);
  };
  return (
    <label>
      {label}
      <Suggesting
        suggestions={suggestions}
        placeholder={placeholder}
        text={text}
        onText={(next) => {
          setText(next);
          onType?.(next);
        }}
        onWhole={commit}
      />
    </label>
  );
}

export interface ManyFilterProps {
  readonly label: string;
  readonly values: readonly string[];
  readonly placeholder: string;
  /** The placeholder beside values: whether all of them must fit, or one. */
  readonly another: string;
  readonly suggestions?: readonly string[];
  onChange(values: readonly string[]): void;
}

/** Several texts: each is added with Enter and taken away by its button. */
export function ManyFilter(props: ManyFilterProps) {
  const { label, values, placeholder, another, suggestions = [], onChange } = props;
  const [text, setText] = useState('');
  const add = (next: string): void => {
    const trimmed = next.trim();
    if (trimmed === '') return;
    setText('');
    if (!values.includes(trimmed)) onChange([...values, trimmed]);
  };
  return (
    <div className={styles.many}>
      <label>
        {label}
        <Suggesting
          suggestions={suggestions.filter((one) => !values.includes(one))}
          placeholder={values.length === 0 ? placeholder : another}
          text={text}
          onText={setText}
          onWhole={add}
        />
      </label>
      {values.map((value) => (
        <button
          key={value}
          className={styles.chip}
          aria-label={`${label} ${value}: remove`}
          onClick={() => onChange(values.filter((other) => other !== value))}
        >
          <span className="cut">{value}</span> <span aria-hidden="true">✕</span>
        </button>
      ))}
    </div>
  );
}

interface SuggestingProps {
  readonly suggestions: readonly string[];
  readonly placeholder: string;
  readonly text: string;
  onText(text: string): void;
  onWhole(text: string): void;
}

function Suggesting({ suggestions, placeholder, text, onText, onWhole }: SuggestingProps) {
  const list = useId();
  return (
    <>
      <input
        type="search"
        placeholder={placeholder}
        list={suggestions.length === 0 ? undefined : list}
        value={text}
        spellCheck={false}
        autoComplete="off"
        onChange={({ target, nativeEvent }) => {
          onText(target.value);
          const inputType = nativeEvent instanceof InputEvent ? nativeEvent.inputType : undefined;
          if (isWhole(target.value, suggestions, inputType)) onWhole(target.value);
        }}
        onBlur={() => onWhole(text)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onWhole(text);
        }}
      />
      {suggestions.length === 0 ? null : (
        <datalist id={list}>
          {suggestions.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      )}
    </>
  );
}
