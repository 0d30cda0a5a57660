// The keys that do something here, and the switch that turns them off.
import { useKeyBindings } from '../parts/keys.tsx';
import { Modal } from '../parts/modal.tsx';
import { isCharacter, switchKeys, useKeysOn } from '../parts/single-keys.ts';
import styles from './dialogs.module.css';

/** A dialog with all keys. */
export function KeyHelp({ onClose }: { onClose(): void }) {
  const bindings = useKeyBindings();
  const isOn = useKeysOn();
  return (
    <Modal labelledBy="keys-heading" onClose={onClose}>
      <div className="row spread">
        <h2 id="keys-heading">Keys</h2>
        <button onClick={onClose}>Close</button>
      </div>
      <label className="beside">
        <input
          type="checkbox"
          checked={isOn}
          onChange={({ target }) => switchKeys(target.checked)}
        />
        Single keys do something
      </label>
      <p className="soft small">
        Switch them off when you speak to your computer, or hit keys by accident. Tab, Enter, Escape
        and the arrows do what they do; this help stays in the menu.
      </p>
      <dl className={styles.keys}>
        {bindings()
          .filter(({ keys }) => isOn || !keys.split(' ').some(isCharacter))
          .map(({ keys, description }) => (
            <div key={keys}>
              <dt>
                {keys.split(' ').map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{description}</dd>
            </div>
          ))}
      </dl>
    </Modal>
  );
}
