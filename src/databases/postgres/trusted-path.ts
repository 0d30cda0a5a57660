// The search path of hawkwatch's own questions. A database's path is its owner's: with a function or an
// operator in `public` that fits better than PostgreSQL's own, he would have hawkwatch's role run his code
// (CVE-2018-1058). Sent with each message, because a pooler may give each one to another server process.

/** Stands before the statements of one message; it ends with the message's transaction. */
export const trustedPath = 'set local search_path = pg_catalog, pg_temp;';
