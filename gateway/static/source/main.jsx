// The IDE: GraphiQL with the gallery of this graph's operations. Everything it loads comes from the gateway itself.
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';

import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createClient } from 'graphql-ws';
import { useEffect } from 'react';
import { createRoot } from 'react-dom/client';

const graph = new URL('/graphql', location.href);
const socket = new URL(graph);
socket.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';

function GalleryIcon() {
  return (
    <svg viewBox="0 0 24 24" height="1em" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <rect x="3" y="3" width="7.5" height="7.5" rx="1" />
      <rect x="13.5" y="3" width="7.5" height="7.5" rx="1" />
      <rect x="3" y="13.5" width="7.5" height="7.5" rx="1" />
      <rect x="13.5" y="13.5" width="7.5" height="7.5" rx="1" />
    </svg>
  );
}

function galleryPlugin(operations) {
  function Gallery() {
    const { addTab, changeTab, updateActiveTabValues } = useGraphiQLActions();
    const queryEditor = useGraphiQL((state) => state.queryEditor);
    const variableEditor = useGraphiQL((state) => state.variableEditor);
    const variables = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.variables);
    useEffect(() => {
      // GraphiQL 5.4 shows the query of a default tab and leaves out its variables.
      if (variables && variableEditor && !variableEditor.getValue()) variableEditor.setValue(variables);
    }, [variableEditor]);
    const tabs = useGraphiQL((state) => state.tabs);
    const open = ({ query, variables }) => {
      const there = tabs.findIndex((tab) => tab.query === query); // not edited since it was opened
      if (there >= 0) {
        changeTab(there);
        return;
      }
      addTab();
      queryEditor?.setValue(query);
      variableEditor?.setValue(variables ?? '');
      updateActiveTabValues({ query, variables: variables ?? '' });
    };
    return (
      <section className="doorstep-gallery" aria-label="示例 Gallery">
        <div className="graphiql-doc-explorer-title">示例 Gallery</div>
        <ol>
          {operations.map((operation) => (
            <li key={operation.name}>
              <button type="button" onClick={() => open(operation)}>
                {operation.zh}
                <small>{operation.en}</small>
              </button>
            </li>
          ))}
        </ol>
      </section>
    );
  }
  return { title: '示例 Gallery', icon: GalleryIcon, content: Gallery };
}

async function start() {
  const operations = await (await fetch(new URL('/ide/gallery.json', location.href))).json();
  const fetcher = createGraphiQLFetcher({
    url: graph.href,
    wsClient: createClient({ url: socket.href, lazy: true, retryAttempts: 0 }),
  });
  const gallery = galleryPlugin(operations);
  createRoot(document.getElementById('root')).render(
    <GraphiQL
      fetcher={fetcher}
      plugins={[HISTORY_PLUGIN, gallery]}
      visiblePlugin={gallery}
      defaultEditorToolsVisibility="variables"
      defaultTabs={operations.filter((one) => one.tab).map(({ query, variables }) => ({ query, variables }))}
      shouldPersistHeaders={false}
    >
      <GraphiQL.Logo>
        <span className="doorstep-logo">Doorstep 家门口</span>
      </GraphiQL.Logo>
    </GraphiQL>,
  );
}

start();
