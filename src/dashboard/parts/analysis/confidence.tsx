// How sure hawkwatch is of what it says.
import { wordsOf } from '../state.tsx';

export interface ConfidenceProps {
  readonly confidence: { readonly word: string; readonly score: number };
}

/** As `high, 92 %`. */
export function Confidence({ confidence: { word, score } }: ConfidenceProps) {
  return (
    <span className="number" title="How sure hawkwatch is of this">
      {wordsOf(word)}, {Math.round(score * 100)} %
    </span>
  );
}
