// What came of a remedy that somebody asked for, as a message: one that failed stays until it is read.
import type { AlertPageRemedyMutation } from '../../graphql/graphql.ts';
import { wordsOf } from '../../parts/words.ts';
import type { Toast } from '../../parts/toast.ts';

/** The message. */
export function describeRemedy({ runRemediation: done }: AlertPageRemedyMutation): Toast {
  if (done.__typename !== 'RemediationRun') return { tone: 'good', text: 'Done.' };
  const text = `${wordsOf(done.state)}: ${done.outcome ?? 'there is nothing else to tell'}`;
  return { tone: done.state === 'SUCCEEDED' ? 'good' : 'bad', text };
}
