// When the text in a field with suggestions is whole, beside Enter and leaving it. Pure.

/**
 * True for what was chosen from the suggestions, or emptied. What is typed is not whole because a suggestion
 * reads the same: \`shop\` may become \`shop-eu\`. Browsers say of a choice that it replaces text, or nothing.
 */
export function isWhole(
  text: string,
  suggestions: readonly string[],
  inputType: string | undefined,
): boolean {
  if (text === '') return true;
  const isChosen = inputType === undefined || inputType === 'insertReplacementText';
  return isChosen && suggestions.includes(text);
}
