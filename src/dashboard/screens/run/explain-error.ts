// What an SQLSTATE means for whoever runs migrations, and what to do about it. Pure. Only what can be
// said for sure stands here; of other states their class tells something, or nothing is said.

export interface Explanation {
  /** The state's name in a few words. */
  readonly name: string;
  readonly meaning: string;
  readonly advice: string;
}

const states: Readonly<Record<string, readonly [name: string, meaning: string, advice: string]>> = {
  '23502': [
    'null value not allowed',
    'Rows have no value where the migration wants one.',
    'Fill the column first, in an earlier migration or statement, then add NOT NULL.',
  ],
  '23503': [
    'foreign key violated',
    'Rows refer to others that are not there.',
    'Correct or remove those rows first, or add the constraint as NOT VALID and validate it later.',
  ],
  '23505': [
    'duplicate values',
    'Values that are to be unique are there more than once.',
    'Find them with GROUP BY … HAVING count(*) > 1, clear them in a migration before this one, and run again.',
  ],
  '23514': [
    'check violated',
    'Rows do not fulfil the new condition.',
    'Correct those rows first, or add the constraint as NOT VALID and validate it later.',
  ],
  '25006': [
    'read-only',
    'The connection may only read: a standby, or a database set to read-only.',
    'Check that the URL of the database leads to the primary.',
  ],
  '2BP01': [
    'others depend on it',
    'Something else still uses what is to be dropped.',
    'Drop or change those objects first. CASCADE would drop them unseen.',
  ],
  '3F000': [
    'no such schema',
    'The schema is not there.',
    'Create it in an earlier migration, and check search_path.',
  ],
  '40001': [
    'serialisation failure',
    'Another transaction changed the same rows at that moment.',
    'Retry the run; nothing of the migration is left.',
  ],
  '40P01': [
    'deadlock',
    'The migration and another session waited for each other, and the database ended this one.',
    'Retry at a quieter time, and take locks in the same order as the application does.',
  ],
  '42501': [
    'no permission',
    'The role of the migration may not do that.',
    'Grant the right to the role in the URL, or let the owner of the object run it.',
  ],
  '42601': [
    'syntax error',
    'The database does not understand the statement.',
    'Correct the file at the marked place and trigger a new run.',
  ],
  '42701': [
    'column exists',
    'There is a column of that name already.',
    'If it was made by hand, mark the migration as applied; else give the column another name.',
  ],
  '42703': [
    'no such column',
    'The column is not there, or is called otherwise.',
    'Compare the schema with what the migrations should have made; it may have drifted.',
  ],
  '42710': [
    'object exists',
    'There is an object of that name already.',
    'If it was made by hand, mark the migration as applied; else give it another name.',
  ],
  '42P01': [
    'no such table',
    'The table is not there, or in another schema.',
    'Check search_path and the order of the migrations; the schema may have drifted.',
  ],
  '42P07': [
    'table or index exists',
    'There is a table, index or view of that name already.',
    'If it was made by hand, mark the migration as applied; else give it another name.',
  ],
  '42883': [
    'no such function',
    'There is no function of that name for these types.',
    'Create it in an earlier migration, install its extension, or cast the arguments.',
  ],
  '53100': [
    'disk full',
    'The server of the database has no space left.',
    'Free or add space, then retry; nothing of the migration is left.',
  ],
  '53300': [
    'too many connections',
    'The database takes no more connections.',
    'End idle sessions or raise max_connections, then retry.',
  ],
  '55P03': [
    'lock not granted',
    'Others held a lock on the table for as long as the migration would wait, each time it tried.',
    'End what holds the lock or choose a quieter time, then retry. “Blocked” in the log says who it was.',
  ],
  '57014': [
    'statement ended',
    'The statement was cancelled, or took longer than statement_timeout.',
    'If it needs longer, say so in the file: -- hawkwatch: statement-timeout 30min.',
  ],
  '57P01': [
    'connection ended',
    'The server ended the connection: an administrator did, or it was restarted.',
    'See that the database is up again, then retry.',
  ],
};

const classes: Readonly<Record<string, readonly [name: string, meaning: string, advice: string]>> =
  {
    '08': [
      'connection lost',
      'The connection to the database broke.',
      'See that the database can be reached, then retry.',
    ],
    '22': [
      'data do not fit',
      'A value is not valid for its type.',
      'Correct the rows that the statement reads, or the conversion in the file.',
    ],
    '23': [
      'constraint violated',
      'Rows do not fulfil a constraint.',
      'Correct those rows first, in a migration before this one.',
    ],
    '28': [
      'sign-in refused',
      'The database did not accept the role or its password.',
      'Correct the URL of the database in hawkwatch.yaml.',
    ],
    '42': [
      'statement not accepted',
      'The statement does not fit to what the database has.',
      'Correct the file and trigger a new run, or compare the schema for drift.',
    ],
    '53': [
      'out of resources',
      'The server of the database has too little memory, space or connections.',
      'Free or add what is short, then retry.',
    ],
    '57': [
      'ended from outside',
      'The server or an administrator ended the statement.',
      'See that the database is up, then retry.',
    ],
  };

/** What an SQLSTATE means, or undefined for one of which nothing can be said for sure. */
export function explainSqlState(sqlState: string | null | undefined): Explanation | undefined {
  if (sqlState == null) return undefined;
  const found = states[sqlState] ?? classes[sqlState.slice(0, 2)];
  if (found === undefined) return undefined;
  const [name, meaning, advice] = found;
  return { name, meaning, advice };
}

/** A statement cut at the place of its error, which is counted from 1. */
export function markPlace(
  statement: string,
  position: number | null | undefined,
): readonly [before: string, place: string, after: string] {
  if (position == null || position < 1 || position > statement.length) return [statement, '', ''];
  const from = position - 1;
  const word = /^(?:[\w$]+|\S|\s)/.exec(statement.slice(from))?.[0] ?? '';
  return [statement.slice(0, from), word, statement.slice(from + word.length)];
}
