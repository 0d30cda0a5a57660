// How risky something is, as a badge. What cannot be told counts as the worst, and looks so.
import type { RiskLevel } from '../graphql/graphql.ts';
import { State, wordsOf, type Tone } from './state.tsx';

const tones: Readonly<Record<RiskLevel, Tone>> = {
  NONE: 'good',
  LOW: 'good',
  MEDIUM: 'warn',
  HIGH: 'bad',
  CRITICAL: 'critical',
  UNKNOWN: 'critical',
};

/** A level of risk. */
export function Risk({ level }: { level: RiskLevel }) {
  const word = level === 'NONE' ? 'no' : wordsOf(level);
  return <State state={level} tone={tones[level]} label={`${word} risk`} />;
}
