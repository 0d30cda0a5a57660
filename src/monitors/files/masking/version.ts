// Which masking a stored text went through.

/**
 * To be raised with every change of what is masked: texts stored by another one are read and masked
 * anew, without a word, at the next look at their files.
 */
export const maskingVersion = 2;
