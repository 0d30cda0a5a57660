// Values that name a secret kept elsewhere, and are none themselves. `${NAME-text}` holds the text.

const reference =
  /^(?:"?\$\{(?![A-Z_][A-Z0-9_]*-)[\w.[\]"'*-]{1,200}\}"?|\$[A-Z_][A-Z0-9_]{0,100}|\$\([A-Z_][A-Z0-9_]{0,100}\)|\{\{[^{}]{1,200}\}\}|(?:var|local|data|module|each|random_password|aws_[a-z_]{2,60}|google_[a-z_]{2,60}|azurerm_[a-z_]{2,60})\.[\w.[\]*-]{1,200}|true|false|null|~|none|yes|no|)$/;

/** True for `var.db_password`, `${DB_PASSWORD}`, `{{ .Values.password }}`, and for no value at all. */
export function isReference(value: string): boolean {
  return reference.test(value.trim().replace(/,$/, ''));
}
