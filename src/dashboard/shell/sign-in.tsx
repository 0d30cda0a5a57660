// Asks for a token, and checks it before it is kept.
import { useState } from 'react';

import styles from './sign-in.module.css';

export interface SignInProps {
  /** Why one is here: the last token does not work any more. */
  readonly reason?: string | undefined;
  onToken(token: string): void;
}

type Verdict = 'accepted' | 'refused' | 'unknown';

const withinMs = 10_000;

/** What the service says of a token; throws when it does not answer. */
async function judge(token: string): Promise<Verdict> {
  const answer = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ viewer { role } }' }),
    signal: AbortSignal.timeout(withinMs),
  });
  if (answer.status === 401) return 'refused';
  // A proxy answers for a service that is not there, and so does a service whose store is away.
  if (!answer.ok) return 'unknown';
  const { data } = (await answer.json()) as { data?: { viewer?: unknown } | null };
  return data?.viewer == null ? 'unknown' : 'accepted';
}

const problems = {
  refused: 'That token does not work. Check that it was copied as a whole.',
  unknown: 'hawkwatch does not answer. Is it running, and can it reach its own database?',
};

/** The page for those who are not signed in. */
export function SignIn({ reason, onToken }: SignInProps) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState(reason);
  const [isBusy, setBusy] = useState(false);
  const submit = async (): Promise<void> => {
    setBusy(true);
    try {
      const token = text.trim();
      // Anything else cannot stand in a header.
      const verdict = /^[\x21-\x7e]+$/.test(token) ? await judge(token) : 'refused';
      if (verdict === 'accepted') return onToken(token);
      setProblem(problems[verdict]);
    } catch {
      setProblem(problems.unknown);
    } finally {
      setBusy(false);
    }
    return undefined;
  };
  return (
    <main className={styles.page}>
      <title>Sign in · hawkwatch</title>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <h1>hawkwatch</h1>
        <label>
          Token
          <input
            type="password"
            autoComplete="off"
            autoFocus
            required
            value={text}
            aria-describedby="sign-in-help"
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        {problem === undefined ? null : (
          <p role="alert" className={styles.problem}>
            {problem}
          </p>
        )}
        <button className="primary" disabled={isBusy}>
          {isBusy ? 'Signing in …' : 'Sign in'}
        </button>
        <p id="sign-in-help" className="soft small">
          The first admin token stands in the file <code>admin-token</code> of the state directory (
          <code>.hawkwatch/</code>). It is kept in this tab until you sign out or close it.
        </p>
      </form>
    </main>
  );
}
