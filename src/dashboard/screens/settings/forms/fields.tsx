// Fields that several forms have: durations, and lists of which each entry is a line.
import styles from './forms.module.css';
import { durationPattern } from './duration-text.ts';

export interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly isRequired?: boolean;
  readonly placeholder?: string;
  onChange(value: string): void;
}

/** One line of text. */
export function TextField({ label, value, isRequired = false, placeholder, onChange }: TextProps) {
  return (
    <label>
      {label}
      <input
        value={value}
        required={isRequired}
        placeholder={placeholder}
        spellCheck={false}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  );
}

/** A duration, as `5min`. */
export function DurationField(props: TextProps) {
  const { label, value, isRequired = false, placeholder = '5min', onChange } = props;
  return (
    <label>
      {label}
      <input
        value={value}
        required={isRequired}
        placeholder={placeholder}
        pattern={durationPattern}
        title="A number with ms, s, min, h or d, as 90s or 1h 30min"
        spellCheck={false}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  );
}

/** A list, one entry a line. */
export function LinesField(props: TextProps & { readonly rows?: number }) {
  const { label, value, isRequired = false, placeholder, rows = 2, onChange } = props;
  return (
    <label className={styles.whole}>
      {label}
      <textarea
        className={styles.lines}
        rows={rows}
        value={value}
        required={isRequired}
        placeholder={placeholder}
        spellCheck={false}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  );
}

export interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  /** What is chosen, and how it is called. */
  readonly options: Readonly<Record<string, string>>;
  onChange(value: string): void;
}

/** One of several. */
export function Choice({ label, value, options, onChange }: ChoiceProps) {
  // An address may hold a word that no option has.
  const isOther = !Object.hasOwn(options, value);
  return (
    <label>
      {label}
      <select value={value} onChange={({ target }) => onChange(target.value)}>
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
