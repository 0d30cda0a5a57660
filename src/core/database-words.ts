// How databases, their environments and labels may be named, in the configuration file and over the API.

export interface WordForm {
  readonly pattern: RegExp;
  /** What is said of a word that does not fit. */
  readonly message: string;
}

export const nameForm: WordForm = {
  pattern: /^[a-z0-9][a-z0-9_-]{0,62}$/,
  message:
    'must begin with a lower-case letter or digit, then lower-case letters, digits, "_" or "-", 63 at most',
};

export const environmentForm: WordForm = {
  pattern: /^[\w.-]{1,63}$/,
  message: 'must be letters, digits, "_", "." or "-", 63 at most',
};

export const labelKeyForm: WordForm = {
  pattern: /^[A-Za-z][A-Za-z0-9_./-]{0,62}$/,
  message: 'a label begins with a letter, then letters, digits, "_", ".", "/" or "-", 63 at most',
};
