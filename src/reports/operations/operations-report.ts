// What a report of operations tells. Plain data: the formats are made of it, and nothing in it is about
// a person.
import type { Confidence } from '../../metrics/analysis/confidence.ts';
import type { RunFigures } from '../../store/operation-figures.ts';
import type { ThresholdSeverity } from './thresholds.ts';

/** What a series is, in the report's words. */
export interface ReportedSeries {
  readonly metric: string;
  readonly subject: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly unit: string;
}

export interface ApiFigures {
  /** Operations by kind, and all together. */
  readonly total: number;
  readonly failed: number;
  /** 0 to 1; null without operations. */
  readonly errorRate: number | null;
  readonly byKind: readonly {
    readonly kind: string;
    readonly total: number;
    readonly failed: number;
  }[];
  /** Of the percentiles of ten minutes: their usual value within the range, and the worst. */
  readonly durations: readonly {
    readonly percentile: 'p50' | 'p95' | 'p99';
    readonly usualMs: number | null;
    readonly worstMs: number | null;
  }[];
  readonly mostRunning: number | null;
  /** By how much the heap grew during an operation, on average, in bytes. */
  readonly memoryPerOperationBytes: number | null;
}

export interface MemoryFigures {
  readonly subject: string;
  readonly firstBytes: number;
  readonly lastBytes: number;
  readonly deltaBytes: number;
  readonly mostBytes: number;
}

export interface CacheFigures {
  readonly subject: string;
  readonly cache: string;
  /** 0 to 1: the newest, and the lowest within the range. */
  readonly hitRatio: number;
  readonly lowestRatio: number;
}

export interface ExceededThreshold {
  readonly name: string;
  readonly severity: ThresholdSeverity;
  readonly limit: string;
  readonly what: string;
  /** How often: minutes, hours or runs. */
  readonly times: number;
  readonly unit: 'minutes' | 'hours' | 'runs';
  readonly peak: string;
  readonly peakAt: Date | null;
}

export interface SeriesFigures {
  readonly series: ReportedSeries;
  /** Equally far apart from `from` to `until`; null where nothing was measured. */
  readonly line: readonly (number | null)[];
  readonly average: number | null;
  readonly p95: number | null;
  readonly trend: {
    readonly direction: string;
    readonly slopePerDay: number;
    readonly confidence: Confidence;
  } | null;
  readonly trendSilence: string | null;
  readonly baseline: {
    readonly average: number;
    readonly p95: number;
    readonly sampleSize: number;
    readonly season: string;
    readonly confidence: Confidence;
  } | null;
  readonly baselineSilence: string | null;
  readonly forecasts: readonly {
    readonly limit: string;
    readonly crossesAt: Date;
    readonly earliest: Date;
    readonly latest: Date | null;
    readonly confidence: Confidence;
  }[];
}

export interface ReportedAnomaly {
  readonly series: ReportedSeries;
  readonly direction: 'ABOVE' | 'BELOW';
  readonly since: Date;
  readonly until: Date | null;
  readonly endReason: string | null;
  readonly actual: number;
  readonly expectedLow: number;
  readonly expectedHigh: number;
  readonly score: number;
  readonly sampleSize: number;
  readonly confidence: Confidence;
}

export interface OperationsReport {
  readonly from: Date;
  readonly until: Date;
  readonly madeAt: Date;
  readonly runs: RunFigures;
  readonly runsByDatabase: readonly RunFigures[];
  readonly api: ApiFigures;
  readonly memory: readonly MemoryFigures[];
  readonly caches: readonly CacheFigures[];
  readonly thresholds: readonly ExceededThreshold[];
  readonly series: readonly SeriesFigures[];
  readonly anomalies: readonly ReportedAnomaly[];
  /** What is not in it, in sentences. */
  readonly notes: readonly string[];
}
