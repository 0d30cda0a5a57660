// A reader of RFC 4180, written for itself: the judge of what an export writes.

/** The rows of a table; throws for what is no such table. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let at = 0;
  while (at < text.length) {
    if (text[at] === '"') {
      at += 1;
      for (;;) {
        const quote = text.indexOf('"', at);
        if (quote < 0) throw new Error('a quote is not closed');
        field += text.slice(at, quote);
        at = quote + 1;
        if (text[at] !== '"') break;
        field += '"';
        at += 1;
      }
    } else {
      const rest = /^[^",\r\n]*/.exec(text.slice(at))?.[0] ?? '';
      field = rest;
      at += rest.length;
    }
    row.push(field);
    field = '';
    if (text[at] === ',') {
      at += 1;
      continue;
    }
    if (text.slice(at, at + 2) !== '\r\n') throw new Error(`no end of a field at ${at}`);
    at += 2;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** The same by the names of the columns. */
export function parseTable(text: string): Record<string, string>[] {
  const [names = [], ...rows] = parseCsv(text);
  return rows.map((row) => {
    if (row.length !== names.length) throw new Error('a row has another number of fields');
    return Object.fromEntries(names.map((name, n) => [name, row[n] ?? '']));
  });
}
