// Chooses how far back charts look; what is chosen stands in the address.
import { useUrlValue } from '../url-state.ts';
import styles from './series.module.css';

export interface SpanChoiceProps {
  /** By what the address says. */
  readonly titles: Readonly<Record<string, string>>;
  readonly chosen: string;
}

/** The span that the address names, else `usual`. */
export function useSpan(names: readonly string[], usual: string): string {
  const [value] = useUrlValue('span');
  return value !== undefined && names.includes(value) ? value : usual;
}

/** A row of buttons. */
export function SpanChoice({ titles, chosen }: SpanChoiceProps) {
  const [, setValue] = useUrlValue('span');
  return (
    <div className={styles.spans} role="group" aria-label="Time that the charts show">
      {Object.entries(titles).map(([name, title]) => (
        <button key={name} aria-pressed={name === chosen} onClick={() => setValue(name)}>
          {title}
        </button>
      ))}
    </div>
  );
}
