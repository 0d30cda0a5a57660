// Of what a screen tells what is usual: series of these subjects, or with these metrics.
export interface AnalysedScope {
  readonly subjects?: readonly string[];
  readonly metrics?: readonly string[];
}

/** The filter of the API. */
export function filterOf({ subjects, metrics }: AnalysedScope): {
  subjects?: string[];
  metrics?: string[];
} {
  return {
    ...(subjects === undefined ? {} : { subjects: [...subjects] }),
    ...(metrics === undefined ? {} : { metrics: [...metrics] }),
  };
}
