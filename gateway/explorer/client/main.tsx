// The order matters: the workers must be known before the first editor, and the own style comes after GraphiQL's.
// GraphiQL's one large style sheet repeats Monaco's and embeds a text font; its parts do not.
import 'graphiql/setup-workers/vite';
import '@graphiql/react/font/fira-code.css';
import '@graphiql/react/style.css';
import '@graphiql/plugin-history/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import 'graphiql/graphiql.css';
import './graphiql-colours.css';
import './explorer.css';
import { createRoot } from 'react-dom/client';
import { Explorer } from './explorer.tsx';

const root = document.getElementById('explorer');
if (root === null) throw new Error('index.html has no #explorer');
createRoot(root).render(<Explorer />);
