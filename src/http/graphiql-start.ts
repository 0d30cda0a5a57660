// The script of the GraphiQL page, as text: it runs in the browser. It takes the token out of the
// address's fragment, or asks for one, and starts GraphiQL with it.

const defaultQuery = `# Which migrations are applied, which are pending?
# Several databases: migrationStatus(database: "name").
query Status {
  migrationStatus {
    database { name state }
    source
    state
    currentVersion
    counts { total applied pending failed }
    migrations { version name state }
  }
}

# Run them, then watch the run below with the id that this returns.
mutation Trigger {
  triggerMigration(input: { database: "shop" }) {
    ... on MigrationRun { id cursor state }
    ... on Error { message }
  }
}

subscription Progress($run: ID!) {
  migrationProgress(runId: $run) {
    kind
    percent
    migration { version name state }
    statement { index total text rows durationMs }
    message
  }
}

# Everything that happens, as it happens.
subscription Events {
  events { occurredAt type subject payload }
}
`;

/** Plain JavaScript for browsers. */
export const startScript = `'use strict';
(() => {
  const key = 'hawkwatch.token';
  const assets = '/graphql/assets/';
  const workers = { editorWorkerService: 'editor', json: 'json', graphql: 'graphql' };
  self.MonacoEnvironment = {
    globalAPI: false,
    getWorkerUrl: (id, label) => assets + (workers[label] || 'editor') + '.worker.js',
  };
  const fragment = new URLSearchParams(location.hash.slice(1));
  if (fragment.has('token')) {
    sessionStorage.setItem(key, fragment.get('token'));
    history.replaceState(null, '', location.pathname + location.search);
  }
  const root = document.getElementById('root');

  const ask = (problem) => {
    const form = document.createElement('form');
    const label = document.createElement('label');
    label.textContent = problem;
    const input = document.createElement('input');
    input.type = 'password';
    input.autocomplete = 'off';
    input.required = true;
    label.append(input);
    const button = document.createElement('button');
    button.textContent = 'Open GraphiQL';
    form.append(label, button);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      sessionStorage.setItem(key, input.value.trim());
      location.reload();
    });
    root.replaceChildren(form);
    input.focus();
  };

  const open = (token) => {
    const script = document.createElement('script');
    script.src = assets + 'graphiql.js';
    script.addEventListener('load', () => {
      YogaGraphiQL.renderYogaGraphiQL(root, {
        endpoint: '/graphql',
        title: 'hawkwatch',
        subscriptionsProtocol: 'SSE',
        additionalHeaders: { authorization: 'Bearer ' + token },
        shouldPersistHeaders: false,
        inputValueDeprecation: true,
        defaultQuery: ${JSON.stringify(defaultQuery).replaceAll('<', '\\u003c')},
      });
    });
    document.body.append(script);
  };

  const token = sessionStorage.getItem(key);
  if (token === null) {
    ask('Paste a token of hawkwatch:');
    return;
  }
  fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer ' + token },
    body: JSON.stringify({ query: '{ viewer { role } }' }),
  }).then((response) => {
    if (response.status !== 401) return open(token);
    sessionStorage.removeItem(key);
    ask('That token does not work (any more). Paste another one:');
  }, () => ask('hawkwatch does not answer. Is it running?'));
})();
`;
