// Tells a refused read of the catalogue from any other failure.

/** True when the role may not read what it asked for. */
export function isDenied(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '42501';
}
