// A short message about what was done.

export interface Toast {
  /** Good news leave by themselves; bad ones stay until they are read. */
  readonly tone: 'good' | 'bad';
  readonly text: string;
}
