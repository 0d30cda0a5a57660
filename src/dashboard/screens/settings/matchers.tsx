// Matchers as they are written, each in a frame of its own.
import styles from './settings.module.css';

/** `rule=disk-full` `database~shop-*`; without any: all. */
export function Matchers({ texts }: { texts: readonly string[] }) {
  if (texts.length === 0) return <span className="soft">all</span>;
  return (
    <span className={styles.matchers}>
      {texts.map((text) => (
        <code key={text}>{text}</code>
      ))}
    </span>
  );
}
