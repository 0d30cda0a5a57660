// The report of operations as a file, made when it is asked for.
import { useState } from 'react';

import { useConnection } from '../../client/connection-context.ts';
import { describeFailure } from '../../client/describe-failure.ts';
import { graphql } from '../../graphql/gql.ts';
import type { OperationsReportFormat, PerformanceDocumentQuery } from '../../graphql/graphql.ts';
import { useToasts } from '../../parts/toasts.tsx';

const documentQuery = graphql(`
  query PerformanceDocument($from: DateTime!, $to: DateTime!, $format: OperationsReportFormat!) {
    operationsReport(from: $from, to: $to) {
      document(format: $format)
    }
  }
`);

const formats: Readonly<
  Record<OperationsReportFormat, { title: string; ending: string; type: string }>
> = {
  HTML: { title: 'HTML', ending: 'html', type: 'text/html' },
  CSV: { title: 'CSV', ending: 'csv', type: 'text/csv' },
  JSON: { title: 'JSON', ending: 'json', type: 'application/json' },
  MARKDOWN: { title: 'Markdown', ending: 'md', type: 'text/markdown' },
};

function save(text: string, name: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** One choice of a format, and a button. */
export function ExportButtons({ from, to }: { from: string; to: string }) {
  const { ask } = useConnection();
  const toasts = useToasts();
  const [format, setFormat] = useState<OperationsReportFormat>('HTML');
  const [isBusy, setBusy] = useState(false);
  const download = async (): Promise<void> => {
    setBusy(true);
    const { signal } = new AbortController();
    const answer = await ask(documentQuery.toString(), { from, to, format }, signal);
    setBusy(false);
    const text = (answer.data as PerformanceDocumentQuery | undefined)?.operationsReport.document;
    if (text === undefined) {
      toasts.add({ tone: 'bad', text: describeFailure(answer.error, 'download') });
      return;
    }
    const { ending, type } = formats[format];
    save(text, `hawkwatch-operations-${from.slice(0, 10)}-${to.slice(0, 10)}.${ending}`, type);
  };
  return (
    <span className="row">
      <select
        aria-label="Format of the file"
        value={format}
        onChange={(event) => setFormat(event.target.value as OperationsReportFormat)}
      >
        {Object.entries(formats).map(([key, { title }]) => (
          <option key={key} value={key}>
            {title}
          </option>
        ))}
      </select>
      <button disabled={isBusy} onClick={() => void download()}>
        {isBusy ? 'Downloading …' : 'Download'}
      </button>
    </span>
  );
}
