// The words of the API as people write them, and what they mean in colours. Pure.

export type Tone = 'good' | 'warn' | 'bad' | 'critical' | 'busy' | 'quiet';

/** `AWAITING_REVIEW` as people write it: `awaiting review`. */
export function wordsOf(state: string): string {
  return state.toLowerCase().replaceAll('_', ' ');
}
