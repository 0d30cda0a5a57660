// The text of a token that was just made, to be copied. It is not shown again.
import { useState } from 'react';

import { DetailsDialog } from '../forms/details-dialog.tsx';
import styles from '../settings.module.css';

export interface TokenTextProps {
  readonly name: string;
  readonly text: string;
  onClose(): void;
}

/** The dialog. */
export function TokenText({ name, text, onClose }: TokenTextProps) {
  const [said, setSaid] = useState('');
  // Without a secure connection browsers have no clipboard.
  const clipboard: Clipboard | undefined = navigator.clipboard;
  const copy = (): void => {
    clipboard
      ?.writeText(text)
      .then(() => setSaid('Copied.'))
      .catch(() => setSaid('The browser does not allow it: choose the text and copy it.'));
  };
  return (
    <DetailsDialog
      title={`The token ${name}`}
      actions={
        clipboard === undefined ? undefined : (
          <button className="primary" onClick={copy}>
            Copy
          </button>
        )
      }
      isEasyToClose={false}
      closing="I have copied it"
      onClose={onClose}
    >
      <p>
        Copy it now: <strong>it is never shown again.</strong>
      </p>
      <code className={styles.secret} aria-label="Text of the token">
        {text}
      </code>
      <p className="soft small">
        Programs send it as <code>Authorization: Bearer …</code>; people paste it where the
        dashboard asks for a token.
      </p>
      <p role="status" className="small">
        {said}
      </p>
    </DetailsDialog>
  );
}
