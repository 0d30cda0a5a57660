// Where the processes of the kill tests die.

export const steps = ['commit', 'claim', 'post', 'record'] as const;
/** After a commit, before an attempt, after its POST, or in the middle of a transaction. */
export type KillStep = (typeof steps)[number];
