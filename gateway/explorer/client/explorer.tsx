import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { type ReactElement, useCallback, useEffect, useRef, useState } from 'react';
import { type Answer, ask } from './fetcher.ts';
import { QuestionFromAddress, QUESTIONS_PANEL, WELCOME } from './questions-panel.tsx';
import { ReachableEditors } from './reachable-editors.tsx';
import { TabsAsList } from './tabs-as-list.tsx';
import { TokenField } from './token-field.tsx';
import { storedToken, storeToken } from './token.ts';

const PLUGINS = [QUESTIONS_PANEL, HISTORY_PLUGIN];

/** The explorer: GraphiQL with the hub's named operations as saved questions, and one field for the token. */
export function Explorer(): ReactElement {
  const [token, setToken] = useState(storedToken);
  const [answer, setAnswer] = useState<Answer>();
  const fetcher = useCallback((parameters: Parameters<typeof ask>[0]) => ask(parameters, setAnswer), []);
  return (
    <>
      <a className="skip" href="#graphiql-session">
        Naar de vraag <span lang="en">Skip to the question</span>
      </a>
      <header className="banner">
        <div className="name">
          <a href="/">Verdeelsleutel</a>
          <h1>
            Verkenner <span lang="en">Explorer</span>
          </h1>
        </div>
        <TokenField
          token={token}
          onChange={(next) => {
            storeToken(next);
            setToken(next);
          }}
        />
      </header>
      <main>
        <GraphiQL
          fetcher={fetcher}
          plugins={PLUGINS}
          visiblePlugin={QUESTIONS_PANEL}
          // Questions can name a person's registration, so tabs and history live as long as this browser tab.
          storage={sessionStorage}
          // The token has its own field; a second place for headers would be a second place to leave it behind.
          isHeadersEditorEnabled={false}
          defaultEditorToolsVisibility="variables"
          defaultQuery={WELCOME}
        >
          <GraphiQL.Logo>{null}</GraphiQL.Logo>
          <GraphiQL.Footer>
            <AnswerLine answer={answer} />
          </GraphiQL.Footer>
          <QuestionFromAddress />
          <SchemaForToken token={token} />
          <ReachableEditors />
          <TabsAsList />
        </GraphiQL>
      </main>
    </>
  );
}

function AnswerLine({ answer }: { readonly answer: Answer | undefined }): ReactElement {
  return (
    <p className="answer-line" role="status">
      {answer === undefined ? (
        <>
          Nog niets gevraagd. <span lang="en">Nothing asked yet.</span>
        </>
      ) : (
        <>
          {answer.errorCount === 0 ? 'Antwoord ontvangen' : `Antwoord met ${answer.errorCount} fout(en)`}
          {answer.withToken ? ', met token' : ', anoniem'}.{' '}
          <span lang="en">
            {answer.errorCount === 0 ? 'Answer received' : `Answer with ${answer.errorCount} error(s)`}, HTTP{' '}
            {answer.httpStatus}.
          </span>
        </>
      )}
    </p>
  );
}

/** Reads the schema again for a new token when the last one kept it away: a token that is not valid gets nothing at all. */
function SchemaForToken({ token }: { readonly token: string }): null {
  const { introspect } = useGraphiQLActions();
  const missing = useGraphiQL((state) => (state.schema ?? null) === null && !state.isIntrospecting);
  const triedWith = useRef(token);
  useEffect(() => {
    if (triedWith.current === token) return;
    triedWith.current = token;
    if (missing) void introspect();
  }, [token, missing, introspect]);
  return null;
}
